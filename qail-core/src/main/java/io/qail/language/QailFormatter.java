package io.qail.language;

import io.qail.schema.Aggregate;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Statistics;
import io.qail.schema.Table;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the one canonical {@code .qail} text of a schema. {@link SchemaReader#read} gives the schema back, and formatting
 * that gives the same text.
 */
public final class QailFormatter {

    private static final Pattern BARE_LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The parts of a text that hold objects, in their order; tables and indexes lie between the types and the statistics. */
    private enum Part {
        DOMAINS(false),
        COMPOSITE_TYPES(true),
        STATISTICS(false),
        VIEWS(true),
        ROUTINES(true),
        AGGREGATES(false),
        TRIGGERS(false),
        POLICIES(false);

        /** Whether each of its objects is a paragraph of its own. */
        private final boolean apart;

        Part(boolean apart) {
            this.apart = apart;
        }
    }

    private static final SchemaObject.Visitor<Part> PART = new SchemaObject.Visitor<>() {

        @Override
        public Part visit(Domain domain) {
            return Part.DOMAINS;
        }

        @Override
        public Part visit(CompositeType type) {
            return Part.COMPOSITE_TYPES;
        }

        @Override
        public Part visit(Statistics statistics) {
            return Part.STATISTICS;
        }

        @Override
        public Part visit(View view) {
            return Part.VIEWS;
        }

        @Override
        public Part visit(Routine routine) {
            return Part.ROUTINES;
        }

        @Override
        public Part visit(Aggregate aggregate) {
            return Part.AGGREGATES;
        }

        @Override
        public Part visit(Trigger trigger) {
            return Part.TRIGGERS;
        }

        @Override
        public Part visit(Policy policy) {
            return Part.POLICIES;
        }
    };

    private final Schema schema;
    private final String defaultSchema;

    private QailFormatter(Schema schema, String defaultSchema) {
        this.schema = schema;
        this.defaultSchema = defaultSchema;
    }

    public static String format(Schema schema, String defaultSchema) {
        return format(schema, List.of(), defaultSchema);
    }

    /**
     * The schema with hints behind its indexes.
     *
     * @param hints renames, transforms, drops, {@code copy} and {@code sql}, in their order
     * @throws IllegalArgumentException if there is another statement among the hints
     */
    public static String format(Schema schema, List<Statement> hints, String defaultSchema) {
        return new QailFormatter(schema, defaultSchema).text(hints);
    }

    private String text(List<Statement> hints) {
        TypeFormatter types = new TypeFormatter(schema, defaultSchema);
        TableFormatter tables = new TableFormatter(schema, defaultSchema, types);
        ObjectFormatter objects = new ObjectFormatter(defaultSchema, types);
        Set<ObjectName> serials = new HashSet<>();
        List<String> tableTexts = new ArrayList<>();
        for (Table table : schema.tables().values()) {
            tableTexts.add(tables.format(table));
            serials.addAll(tables.serialSequences(table));
        }
        IndexFormatter indexes = new IndexFormatter(defaultSchema);
        HintFormatter hintFormatter = new HintFormatter(defaultSchema);
        List<String> paragraphs = new ArrayList<>();
        lines(paragraphs, schema.schemas().stream().map(name -> "schema " + Identifier.quote(name)));
        lines(paragraphs, schema.extensions().values().stream().map(QailFormatter::extension));
        lines(paragraphs, schema.enums().values().stream().map(this::enumType));
        Map<Part, List<String>> parts = new EnumMap<>(Part.class);
        for (SchemaObject object : schema.objects().values()) {
            parts.computeIfAbsent(object.accept(PART), part -> new ArrayList<>())
                    .add(objects.format(object));
        }
        write(paragraphs, EnumSet.range(Part.DOMAINS, Part.COMPOSITE_TYPES), parts);
        lines(
                paragraphs,
                schema.sequences().values().stream()
                        .filter(sequence -> !serials.contains(sequence.name()))
                        .map(this::sequence));
        paragraphs.addAll(tableTexts);
        lines(paragraphs, schema.indexes().values().stream().map(indexes::format));
        write(paragraphs, EnumSet.of(Part.STATISTICS), parts);
        lines(paragraphs, hints.stream().map(hintFormatter::format));
        write(paragraphs, EnumSet.range(Part.VIEWS, Part.POLICIES), parts);
        lines(paragraphs, new GrantFormatter(defaultSchema).format(schema.grants()).stream());
        lines(
                paragraphs,
                schema.comments().entrySet().stream().map(comment -> comment(comment.getKey(), comment.getValue())));
        String text = String.join("\n\n", paragraphs);
        return text.isEmpty() ? "" : StringLiteral.keepingCarriageReturns(text) + "\n";
    }

    private static void write(List<String> paragraphs, Set<Part> wanted, Map<Part, List<String>> parts) {
        for (Part part : wanted) {
            List<String> texts = parts.getOrDefault(part, List.of());
            if (part.apart) {
                paragraphs.addAll(texts);
            } else {
                lines(paragraphs, texts.stream());
            }
        }
    }

    private static void lines(List<String> paragraphs, Stream<String> lines) {
        String paragraph = lines.collect(Collectors.joining("\n"));
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
    }

    private static String extension(Extension extension) {
        return "extension " + Identifier.quote(extension.name())
                + (extension.schema() == null ? "" : " schema " + Identifier.quote(extension.schema()))
                + (extension.version() == null ? "" : " version " + StringLiteral.quote(extension.version()));
    }

    private String enumType(EnumType type) {
        String labels = type.labels().stream()
                .map(label -> BARE_LABEL.matcher(label).matches() ? label : StringLiteral.quote(label))
                .collect(Collectors.joining(", "));
        return "enum " + type.name().display(defaultSchema) + (labels.isEmpty() ? " { }" : " { " + labels + " }");
    }

    private String sequence(Sequence sequence) {
        List<String> options = new ArrayList<>();
        if (!sequence.type().equals("bigint")) {
            options.add("as " + sequence.type());
        }
        String numbers = SequenceFormatter.options(sequence.options(), sequence.type());
        if (!numbers.isEmpty()) {
            options.add(numbers);
        }
        Sequence.Owner owner = sequence.owner();
        if (owner != null) {
            options.add("owned_by "
                    + ObjectAddress.column(owner.table(), owner.column()).display(defaultSchema));
        }
        String name = "sequence " + sequence.name().display(defaultSchema);
        return options.isEmpty() ? name : name + " { " + String.join(" ", options) + " }";
    }

    private String comment(ObjectAddress target, String text) {
        return "comment on " + HintFormatter.address(target, defaultSchema) + " " + StringLiteral.quote(text);
    }
}
