package io.qail.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a record of any type, and all records that differ from it in one component, components of components included. */
public final class Variations {

    private Variations() {}

    /** A record of that type; every component has a value. */
    public static <T extends Record> T sample(Class<T> type) {
        return type.cast(value(type));
    }

    /** By the path of the component that differs: {@code options.strict}. A record that its constructor refuses is left out. */
    public static <T extends Record> Map<String, T> of(T record) {
        Map<String, T> found = new LinkedHashMap<>();
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) record.getClass();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            @Nullable Object[] values = values(record, components);
            for (Map.Entry<String, Object> other :
                    others(components[i].getGenericType(), values[i]).entrySet()) {
                values[i] = other.getValue();
                T varied = type.cast(make(type, values));
                if (varied != null && !varied.equals(record)) {
                    found.put(components[i].getName() + other.getKey(), varied);
                }
            }
        }
        return found;
    }

    private static @Nullable Object[] values(Record record, RecordComponent[] components) {
        return Arrays.stream(components)
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(record);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray();
    }

    private static Map<String, Object> others(Type type, @Nullable Object value) {
        Map<String, Object> others = new LinkedHashMap<>();
        if (value == null) {
            others.put("", value(type));
        } else if (value instanceof Boolean flag) {
            others.put("", !flag);
        } else if (value instanceof String text) {
            others.put("", text + "x");
        } else if (value instanceof Integer number) {
            others.put("", number + 1);
        } else if (value instanceof Long number) {
            others.put("", number + 1);
        } else if (value instanceof Enum<?> constant) {
            for (Object other : constant.getDeclaringClass().getEnumConstants()) {
                if (other != constant) {
                    others.put("=" + other, other);
                }
            }
        } else if (value instanceof List<?> list) {
            List<Object> more = new ArrayList<>(list);
            more.add(value(argument(type, 0)));
            others.put("+", more);
            if (!list.isEmpty()) {
                others(argument(type, 0), list.get(0)).forEach((path, other) -> {
                    List<Object> changed = new ArrayList<>(list);
                    changed.set(0, other);
                    others.put("[0]" + (path.isEmpty() || path.startsWith("=") ? path : "." + path), changed);
                });
            }
        } else if (value instanceof SortedMap<?, ?> map) {
            Map<Object, Object> more = new TreeMap<>();
            map.forEach(more::put);
            more.put("zz", "1");
            others.put("+", more);
        } else if (value instanceof SortedSet<?> set) {
            SortedSet<Object> fewer = new TreeSet<>();
            Object first = set.first();
            others(argument(type, 0), first).values().stream().limit(1).forEach(fewer::add);
            others.put("=", fewer);
        } else if (value instanceof Record record) {
            of(record).forEach((path, other) -> others.put("." + path, other));
        } else {
            throw new IllegalStateException("no variation of " + value.getClass());
        }
        return others;
    }

    private static Object value(Type type) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (raw == boolean.class || raw == Boolean.class) {
            return false;
        }
        if (raw == String.class) {
            return "s";
        }
        if (raw == int.class || raw == Integer.class) {
            return 3;
        }
        if (raw == long.class || raw == Long.class) {
            return 3L;
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw == List.class) {
            return List.of(value(argument(type, 0)));
        }
        if (raw == SortedSet.class) {
            return new TreeSet<>(List.of(value(argument(type, 0))));
        }
        if (raw == SortedMap.class) {
            return new TreeMap<>(Map.of("s", "s"));
        }
        if (raw.isSealed() && raw.isInterface()) {
            return value(raw.getPermittedSubclasses()[0]);
        }
        Object made = make(
                raw,
                Arrays.stream(raw.getRecordComponents())
                        .map(component -> value(component.getGenericType()))
                        .toArray());
        if (made == null) {
            throw new IllegalStateException("no sample of " + raw);
        }
        return made;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static @Nullable Object make(Class<?> type, @Nullable Object[] values) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }
}
