package io.goalstated.cli;

import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.trust.ContentDigests;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.PackageSignature;
import io.goalstated.trust.Revocations;
import io.goalstated.trust.TrustAnchors;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            "The extension's name and version are those of the package's own HandlerManifest.json unless given here."
                    + " The owner's policy is not consulted. Exit code 0: verified, 1: not."
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
        requireFile(zip);
        requireFile(signature);
        Instant now = time();
        String encoded = new Disk()
                .readText(signature.toRealPath(), 2 * PackageSignature.MAX_TEXT)
                .orElse("");
        PackageIdentity identity = PackageIdentity.of(zip, Optional.ofNullable(name), Optional.ofNullable(version));
        Verdict verdict = identity.bind(verify(encoded, identity, now));
        PrintWriter out = spec.commandLine().getOut();
        out.print(new VerdictText(zip, identity, verdict, explain, Terminal.width()));
        out.flush();
        return verdict.findings().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private Verdict verify(String encoded, PackageIdentity identity, Instant now) throws IOException {
        SystemRoot root = places.root();
        Disk disk = new Disk();
        Configuration configuration = new ConfigurationReader(root, disk, places.configuration(), Map.of(), List.of())
                .read()
                .configuration();
        Optional<Path> more = configuration.get(ExtensionKeys.TRUST_ANCHORS).map(root::resolve);
        TrustAnchors shipped = TrustAnchors.shipped();
        TrustAnchors anchors = more.isPresent() ? shipped.plus(disk, more.get()) : shipped;
        Revocations revocations = Revocations.load(DenyList.shipped(), disk, root.resolve("/etc/goalstated/crl"));
        try (FileChannel channel = disk.open(zip.toRealPath())) {
            return new PackageSignature(anchors, revocations)
                    .verify(ContentDigests.of(channel), encoded, identity.rule(), now);
        }
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
