package io.goalstated;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.goalstated.json.Json;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The picture of the house, held in place: which package may use which. It says what the {@code package-info} files say;
 * a new edge is a decision of its own.
 */
class ArchitectureTest {
    private static final String OURS = "io.goalstated";

    /** No I/O, no clock, no threads, no log: values in, values out. */
    private static final List<String> PURE = List.of(
            "json",
            "xml",
            "secret",
            "config",
            "distro",
            "prometheus",
            "ovf",
            "disc",
            "extension",
            "event",
            "goalstate",
            "policy",
            "plan");

    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("json", List.of()),
            Map.entry("xml", List.of()),
            Map.entry("secret", List.of()),
            Map.entry("config", List.of()),
            Map.entry("distro", List.of()),
            Map.entry("prometheus", List.of()),
            Map.entry("disc", List.of()),
            Map.entry("ovf", List.of("xml", "secret")),
            Map.entry("log", List.of("secret")),
            Map.entry("extension", List.of("json", "secret")),
            Map.entry("event", List.of("extension", "json", "xml", "secret")),
            Map.entry("goalstate", List.of("extension", "json", "xml", "secret")),
            Map.entry("policy", List.of("goalstate", "extension", "json")),
            Map.entry("plan", List.of("policy", "goalstate", "extension", "json")),
            Map.entry("platform", List.of("secret", "config", "distro")),
            Map.entry("account", withPure("platform")),
            Map.entry("trust", withPure("platform")),
            Map.entry("wire", withPure("platform")),
            Map.entry("environment", withPure("platform", "trust", "account")),
            Map.entry("polling", withPure("platform", "wire", "trust")),
            Map.entry("artifact", withPure("platform", "wire", "trust")),
            Map.entry("supervise", withPure("platform", "artifact")),
            Map.entry("provision", withPure("platform", "account", "wire")),
            Map.entry("report", withPure("platform", "wire", "supervise")),
            Map.entry("telemetry", withPure("platform", "wire")),
            Map.entry("support", withPure("platform")),
            Map.entry("doctor", withPure("platform", "trust", "environment")),
            Map.entry("control", withPure("platform", "supervise", "report", "polling")),
            Map.entry("lab", List.of("json", "platform")),
            Map.entry(
                    "daemon",
                    withPure(
                            "platform",
                            "log",
                            "trust",
                            "account",
                            "environment",
                            "provision",
                            "wire",
                            "polling",
                            "artifact",
                            "supervise",
                            "report",
                            "telemetry",
                            "support",
                            "control")),
            Map.entry("demo", withPure("platform", "log", "trust", "artifact", "supervise", "lab", "daemon")),
            Map.entry(
                    "cli",
                    withPure(
                            "platform",
                            "log",
                            "trust",
                            "account",
                            "environment",
                            "doctor",
                            "provision",
                            "wire",
                            "polling",
                            "artifact",
                            "supervise",
                            "report",
                            "telemetry",
                            "support",
                            "control",
                            "lab",
                            "daemon",
                            "demo")),
            Map.entry(
                    "app",
                    withPure(
                            "platform",
                            "log",
                            "trust",
                            "account",
                            "environment",
                            "doctor",
                            "provision",
                            "wire",
                            "polling",
                            "artifact",
                            "supervise",
                            "report",
                            "telemetry",
                            "support",
                            "control",
                            "lab",
                            "daemon",
                            "demo",
                            "cli"))));

    /** Wherever the build has put them: not every build uses the folders that ArchUnit knows tests by. */
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .importUrl(Json.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void every_package_has_its_place_in_the_picture() {
        TreeSet<String> packages = new TreeSet<>();
        PRODUCTION.forEach(type -> packages.add(topPackage(type)));

        assertThat(MAY_USE.keySet()).containsAll(packages);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_uses_only_those_below_it(String name) {
        List<String> allowed = new ArrayList<>(List.of(OURS + "." + name + ".."));
        MAY_USE.get(name).forEach(other -> allowed.add(OURS + "." + other + ".."));
        DescribedPredicate<JavaClass> forbidden = resideInAPackage(OURS + "..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))))
                .as("another package of ours than " + MAY_USE.get(name));

        check(noClasses()
                .that()
                .resideInAPackage(OURS + "." + name + "..")
                .should()
                .dependOnClassesThat(forbidden));
    }

    @Test
    void packages_do_not_go_round_in_circles() {
        check(slices().matching(OURS + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void the_pure_packages_touch_nothing_outside() {
        DescribedPredicate<JavaClass> outside = DescribedPredicate.describe(
                "something outside (files, network, clock, threads, log)",
                type -> Arrays.asList(
                                        "java.io.File",
                                        "java.io.FileInputStream",
                                        "java.io.FileOutputStream",
                                        "java.nio.file.Files",
                                        "java.lang.Thread",
                                        "java.lang.Process",
                                        "java.lang.ProcessBuilder",
                                        Clock.class.getName())
                                .contains(type.getName())
                        || type.getPackageName().startsWith("org.slf4j")
                        || type.getPackageName().startsWith("io.vertx")
                        || type.getPackageName().startsWith("java.util.concurrent")
                        // A URI is a value.
                        || (type.getPackageName().equals("java.net")
                                && !type.getSimpleName().startsWith("URI")));

        check(noClasses().that(arePure()).should().dependOnClassesThat(outside));
        check(noClasses().that(arePure()).should().callMethod(Instant.class, "now"));
        check(noClasses().that(arePure()).should().callMethod(System.class, "getenv", String.class));
        check(noClasses().that(arePure()).should().callMethod(System.class, "getenv"));
        check(noClasses().that(arePure()).should().callMethod(System.class, "currentTimeMillis"));
        check(noClasses().that(arePure()).should().callMethod(System.class, "nanoTime"));
    }

    @Test
    void only_trust_and_the_lab_know_bouncy_castle() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".trust..", OURS + ".lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.."));
    }

    @Test
    void only_artifact_and_diagnose_know_commons_compress() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".artifact..", OURS + ".diagnose..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.compress.."));
    }

    @Test
    void only_wire_control_and_the_lab_speak_http() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".wire..", OURS + ".control..", OURS + ".lab..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.http.."));
    }

    @Test
    void only_platform_makes_a_vertx() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".platform..", OURS + ".lab..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it makes a Vertx",
                        call -> call.getTargetOwner().isEquivalentTo(Vertx.class)
                                && call.getTarget().getName().equals("vertx"))));
    }

    /** Else nobody could say at which points a kill may strike, and the crash tests would not strike there. */
    @Test
    void only_platform_changes_files() {
        Set<String> changes = Set.of(
                "copy",
                "createDirectory",
                "createDirectories",
                "createFile",
                "createLink",
                "createSymbolicLink",
                "delete",
                "deleteIfExists",
                "move",
                "newBufferedWriter",
                "newByteChannel",
                "newOutputStream",
                "setAttribute",
                "setLastModifiedTime",
                "setOwner",
                "setPosixFilePermissions",
                "write",
                "writeString");

        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".platform..", OURS + ".log..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it changes files",
                        call -> call.getTargetOwner().isEquivalentTo(Files.class)
                                && changes.contains(call.getTarget().getName())))
                .orShould()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "opens files for writing",
                        type -> Set.of(
                                        "java.io.FileOutputStream",
                                        "java.io.FileWriter",
                                        "java.io.RandomAccessFile",
                                        "io.vertx.core.file.FileSystem")
                                .contains(type.getName()))));
    }

    @Test
    void nobody_sleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it sleeps",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getTarget().getName().equals("sleep"))));
    }

    @Test
    @Conforms("OPS-67")
    void the_environment_is_read_at_the_entries_only() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".app..", OURS + ".cli..", OURS + ".daemon..", OURS + ".platform..")
                .should()
                .callMethod(System.class, "getenv"));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(OURS + ".app..", OURS + ".cli..", OURS + ".daemon..", OURS + ".platform..")
                .should()
                .callMethod(System.class, "getenv", String.class));
    }

    @Test
    void names_say_what_a_thing_is() {
        // Names of the platform's own documents.
        DescribedPredicate<JavaClass> fromProtocol = DescribedPredicate.describe(
                "named by the protocol",
                type -> List.of("SigningInfo", "NoData", "SaveCustomData", "ExecuteCustomData")
                        .contains(type.getSimpleName()));

        check(noClasses()
                .that(DescribedPredicate.not(fromProtocol))
                .should()
                .haveNameMatching(OURS + "\\..*(Manager|Helper|Util|Utils|Impl|Data|Info)")
                .because("such a name says nothing"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCTION);
    }

    private static Stream<String> packages() {
        return MAY_USE.keySet().stream();
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return resideInAnyPackage(
                PURE.stream().map(name -> OURS + "." + name + "..").toArray(String[]::new));
    }

    private static String topPackage(JavaClass type) {
        String rest = type.getPackageName().substring(OURS.length());
        int end = rest.indexOf('.', 1);
        return rest.isEmpty() ? "" : rest.substring(1, end < 0 ? rest.length() : end);
    }

    private static List<String> withPure(String... others) {
        List<String> names = new ArrayList<>(PURE);
        names.addAll(Arrays.asList(others));
        return names;
    }
}
