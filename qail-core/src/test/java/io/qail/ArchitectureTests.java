package io.qail;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rooms of the core and the order between them: imports go only downwards. */
class ArchitectureTests {

    /** From the facade down to the errors. */
    private static final List<String> ROOMS = List.of(
            "io.qail",
            "io.qail.pull",
            "io.qail.shadow",
            "io.qail.rollback",
            "io.qail.migrate",
            "io.qail.history",
            "io.qail.snapshot",
            "io.qail.impact",
            "io.qail.drift",
            "io.qail.catalog",
            "io.qail.script",
            "io.qail.plan",
            "io.qail.language",
            "io.qail.schema",
            "io.qail.error");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.qail");

    @Test
    void everyClassLivesInARoom() {
        classes().should().resideInAnyPackage(ROOMS.toArray(String[]::new)).check(CLASSES);
    }

    @Test
    void importsGoOnlyDownwards() {
        for (int room = 1; room < ROOMS.size(); room++) {
            String[] above = ROOMS.subList(0, room).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOMS.get(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(CLASSES);
        }
    }

    @Test
    void languageAndPlanArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("io.qail.error", "io.qail.schema", "io.qail.language", "io.qail.plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "java.io..",
                        "java.nio.file..",
                        "java.time..",
                        "org.springframework..",
                        "org.postgresql..",
                        "tools.jackson..",
                        "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsNoSpringBootAndNoContainer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.boot..",
                        "org.springframework.context..",
                        "org.springframework.beans..",
                        "io.micrometer..",
                        "com.zaxxer..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheOldDateClasses() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are java.util.Date or Calendar",
                        (JavaClass c) -> c.getName().equals("java.util.Date")
                                || c.getName().equals("java.util.Calendar")))
                .check(CLASSES);
    }

    @Test
    void noClassIsNamedUtils() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .check(CLASSES);
    }
}
