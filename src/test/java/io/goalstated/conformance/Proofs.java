package io.goalstated.conformance;

import io.goalstated.Conforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Which tests say that they prove which rows, as the compiled test classes have it. */
final class Proofs {
    private final Map<String, Set<String>> testsByRow = new TreeMap<>();
    private final Set<String> idle = new TreeSet<>();

    private Proofs() {}

    /** Reads every class that was compiled together with {@link Conforms}: unit and integration tests. */
    static Proofs read() {
        Proofs proofs = new Proofs();
        classes().forEach(proofs::add);
        return proofs;
    }

    /** The tests that prove a row, sorted; none when nothing does. */
    List<String> of(String row) {
        return List.copyOf(testsByRow.getOrDefault(row, Set.of()));
    }

    Set<String> rows() {
        return testsByRow.keySet();
    }

    /** What claims to prove something and is no test that runs. */
    Set<String> idle() {
        return idle;
    }

    private void add(Class<?> type) {
        add(
                type,
                name(type),
                List.of(type),
                Arrays.stream(type.getDeclaredMethods()).anyMatch(Proofs::isTest));
        for (Method method : type.getDeclaredMethods()) {
            add(method, name(type) + "." + method.getName(), List.of(method, type), isTest(method));
        }
    }

    private void add(AnnotatedElement element, String name, List<AnnotatedElement> around, boolean runs) {
        Conforms conforms = element.getDeclaredAnnotation(Conforms.class);
        if (conforms == null) {
            return;
        }
        if (!runs || around.stream().anyMatch(e -> e.isAnnotationPresent(Disabled.class))) {
            idle.add(name);
        }
        for (String row : conforms.value()) {
            testsByRow.computeIfAbsent(row, r -> new TreeSet<>()).add(isForRoot(around) ? name + " (root)" : name);
        }
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class)
                || Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .anyMatch(type -> type.getSimpleName().equals("FuzzTest"));
    }

    private static boolean isForRoot(List<AnnotatedElement> around) {
        return around.stream()
                .flatMap(e -> Arrays.stream(e.getAnnotationsByType(Tag.class)))
                .anyMatch(tag -> tag.value().equals("root"));
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getNestHost();
        return outer == type ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }

    private static List<Class<?>> classes() {
        try {
            Path root = Path.of(Conforms.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(root.resolve("io/goalstated"))) {
                return files.map(root::relativize)
                        .map(Path::toString)
                        .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.'))
                        .sorted()
                        .<Class<?>>map(Proofs::load)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Proofs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
