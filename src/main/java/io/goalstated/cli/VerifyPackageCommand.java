package io.goalstated.cli;

import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.PackageVerification;
import io.goalstated.trust.Revocations;
import io.goalstated.trust.TrustAnchors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "package",
        description = {
            "Verify an extension package against its signature: who signed it, when, and what the daemon would do.",
            "Given --name and --version it is also checked that the package is that extension. The owner's policy is not"
                    + " consulted. Exit code 0: good, 1: not."
        })
final class VerifyPackageCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Parameters(paramLabel = "ZIP", description = "The package.")
    private Path zip = Path.of("");

    @Option(
            names = "--signature",
            paramLabel = "FILE",
            required = true,
            description = "The base64 text of the goal state (encodedSignature).")
    private Path signature = Path.of("");

    @Option(names = "--at", paramLabel = "TIME", description = "Judge as of this time, such as 2026-01-31T12:00:00Z.")
    private @Nullable String at;

    @Option(names = "--name", paramLabel = "NAME", description = "The extension asked for: publisher, a dot, type.")
    private @Nullable String name;

    @Option(names = "--version", paramLabel = "VERSION", description = "Its version.")
    private @Nullable String version;

    @Option(names = "--explain", description = "Print every step of the verification.")
    private boolean explain;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, Failure {
        if ((name == null) != (version == null)) {
            throw new Failure(ExitCode.USAGE, "--name and --version go together; give both or neither");
        }
        requireFile(zip);
        requireFile(signature);
        PackageVerification seen = PackageVerification.of(zip, signature, time(), verifier());
        PackageVerification judged = name == null || version == null ? seen : seen.asked(name(name), version(version));
        PrintWriter out = spec.commandLine().getOut();
        judged.lines(explain).forEach(out::println);
        out.flush();
        return judged.isGood() ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** With the trust anchors and revocation lists of the machine, as the daemon would use them. */
    private PackageSignature verifier() throws IOException {
        SystemRoot root = places.root();
        Disk disk = new Disk();
        Configuration configuration = places.configuration();
        Optional<Path> more = configuration.get(ExtensionKeys.TRUST_ANCHORS).map(root::resolve);
        TrustAnchors shipped = TrustAnchors.shipped();
        return new PackageSignature(
                more.isPresent() ? shipped.plus(disk, more.get()) : shipped,
                Revocations.load(DenyList.shipped(), disk, root.resolve("/etc/goalstated/crl")));
    }

    private static HandlerName name(String text) throws Failure {
        return HandlerName.parse(text)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "'" + text + "' is no extension name; write it like Contoso.Samples.Hello"));
    }

    private static VersionNumber version(String text) throws Failure {
        return VersionNumber.parse(text)
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "'" + text + "' is no version; write it like 1.0.0"));
    }

    private static void requireFile(Path file) throws Failure {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Failure(
                    ExitCode.FAILURE,
                    file + (Files.exists(file) ? " is no readable file" : " does not exist") + "; name another");
        }
    }

    private Instant time() throws Failure {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeException e) {
            throw new Failure(ExitCode.USAGE, "'" + at + "' is no time; write it like 2026-01-31T12:00:00Z");
        }
    }
}
