package io.goalstated.trust;

import io.goalstated.extension.HandlerManifest.Malformed;
import io.goalstated.extension.HandlerManifest.SigningInfo;
import io.goalstated.extension.HandlerManifestReader;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.trust.Verdict.ChainLink;
import io.goalstated.trust.Verdict.Check;
import io.goalstated.trust.Verdict.Result;
import io.goalstated.trust.Verdict.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A package and a signature from files, judged for somebody who wants to know: {@code goalstated verify package}
 * (spec 04 OPS-52).
 *
 * @param named who the package itself says it is; no goal state is at hand to compare with
 */
public record PackageVerification(Path zip, Instant at, Verdict verdict, Optional<SigningInfo> named) {
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int TITLE = 22;

    /**
     * Verifies. Blocking.
     *
     * @param signatureFile base64 text as in a goal state; an empty file counts as no signature
     * @param at the time to judge from, usually now
     * @throws IOException when a file cannot be read
     */
    public static PackageVerification of(Path zip, Path signatureFile, Instant at, PackageSignature verifier)
            throws IOException {
        String signature = signature(signatureFile);
        Optional<SigningInfo> named = named(zip);
        if (signature.isBlank()) {
            return new PackageVerification(zip, at, Verdict.unsigned(), named);
        }
        try (FileChannel channel = FileChannel.open(zip)) {
            Verdict verdict = verifier.verify(ContentDigests.of(channel), signature, rule(named), at);
            return new PackageVerification(zip, at, verdict, named);
        }
    }

    /** The same with the comparison of names, for somebody who knows which extension it should be. */
    public PackageVerification asked(HandlerName handler, VersionNumber version) {
        return new PackageVerification(zip, at, verdict.bound(SigningBinding.check(handler, version, named)), named);
    }

    private static String signature(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // One character too many is enough for the verifier to say what is wrong.
            return new String(in.readNBytes(PackageSignature.MAX_TEXT + 1), StandardCharsets.ISO_8859_1);
        }
    }

    private static Optional<SigningInfo> named(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = file.getEntry(HandlerManifestReader.FILE_NAME);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = file.getInputStream(entry)) {
                String text = new String(in.readNBytes(MAX_MANIFEST), StandardCharsets.UTF_8);
                return HandlerManifestReader.read(Optional.of(text)).signingInfo();
            }
        } catch (ZipException | Malformed e) {
            return Optional.empty();
        }
    }

    private static SignerRule rule(Optional<SigningInfo> named) {
        return named.flatMap(info -> info.publisher()
                        .flatMap(publisher -> info.type().flatMap(type -> HandlerName.parse(publisher + "." + type))))
                .map(handler -> SignerRule.of(handler, Set.of()))
                .orElse(SignerRule.ANYBODY);
    }

    /** Nothing was found wrong: exit code 0. */
    public boolean isGood() {
        return verdict.findings().isEmpty();
    }

    /**
     * The whole story, line by line, for a terminal.
     *
     * @param everyStep with every check and both chains, not only the outcome
     */
    public List<String> lines(boolean everyStep) {
        List<String> lines = new ArrayList<>();
        lines.add(line("package", zip.toString()));
        verdict.packageSha256().ifPresent(digest -> lines.add(line("", "SHA-256 " + digest)));
        lines.add(line("judged at", at.toString()));
        if (everyStep) {
            lines.add("");
            for (Step step : verdict.steps()) {
                lines.add(line(mark(step) + " " + step.check().title(), detail(step)));
            }
        }
        lines.add("");
        lines.add(line("signed by", verdict.signer().orElse("nobody known")));
        lines.add(line("signed at", verdict.signedAt().map(Instant::toString).orElse("no trusted time")));
        if (everyStep) {
            chain(lines, "certificates", verdict.signerChain());
            chain(lines, "time stamp", verdict.stampChain());
        }
        lines.add("");
        lines.add(line("verdict", isGood() ? "good" : text()));
        for (SignatureMode mode : SignatureMode.values()) {
            lines.add(line(mode.text(), consequence(SignatureDecision.of(mode, false, verdict))));
        }
        return lines;
    }

    private static String mark(Step step) {
        return switch (step.result()) {
            case OK -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "·";
        };
    }

    private String detail(Step step) {
        if (step.check() != Check.BINDING || step.result() != Result.SKIPPED) {
            return step.detail();
        }
        return named.map(info -> "not compared, there is no goal state here; the package calls itself "
                        + info.publisher().orElse("?") + "." + info.type().orElse("?") + " "
                        + info.version().orElse("?"))
                .map(Printable::of)
                .orElse("not compared; the package does not say which extension it is");
    }

    private static void chain(List<String> lines, String title, List<ChainLink> chain) {
        String label = title;
        for (ChainLink link : chain) {
            lines.add(line(label, link.subject()));
            lines.add(line("", "  valid " + link.notBefore() + " to " + link.notAfter()));
            lines.add(line("", "  SHA-256 " + link.sha256()));
            label = "";
        }
    }

    private String text() {
        List<String> findings = new ArrayList<>();
        verdict.findings().forEach(finding -> findings.add(finding.text()));
        return String.join("; ", findings);
    }

    private static String consequence(SignatureDecision decision) {
        if (decision instanceof SignatureDecision.Refuse refuse) {
            return "refuses it: SIG_" + refuse.reason();
        }
        if (decision instanceof SignatureDecision.UseLoudly) {
            return "uses it and says in its status that it is not trusted";
        }
        return decision instanceof SignatureDecision.UseWithWarning ? "uses it with a warning" : "uses it";
    }

    private static String line(String title, String text) {
        return title + " ".repeat(Math.max(1, TITLE - title.length())) + text;
    }
}
