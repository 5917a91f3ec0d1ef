package io.goalstated.cli;

import io.goalstated.trust.SignatureDecision;
import io.goalstated.trust.SignatureDecision.Refuse;
import io.goalstated.trust.SignatureDecision.UseLoudly;
import io.goalstated.trust.SignatureDecision.UseWithWarning;
import io.goalstated.trust.SignatureFinding;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.Verdict;
import io.goalstated.trust.Verdict.ChainLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What came out of a verification, for a person. */
final class VerdictText {
    private final Path zip;
    private final PackageIdentity identity;
    private final Verdict verdict;
    private final boolean explain;
    private final int width;

    VerdictText(Path zip, PackageIdentity identity, Verdict verdict, boolean explain, int width) {
        this.zip = zip;
        this.identity = identity;
        this.verdict = verdict;
        this.explain = explain;
        this.width = width;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "package",
                zip
                        + verdict.packageSha256()
                                .map(digest -> ", SHA-256 " + digest)
                                .orElse(""));
        line(text, "extension", identity.toString().strip());
        line(text, "signer", verdict.signer().orElse("unknown"));
        line(text, "signed at", verdict.signedAt().map(Object::toString).orElse("unknown"));
        chain(text, "signer chain", verdict.signerChain());
        chain(text, "stamp chain", verdict.stampChain());
        line(text, "verdict", verdict.findings().isEmpty() ? "verified" : "NOT verified");
        for (SignatureFinding finding : verdict.findings()) {
            line(text, "", finding.text());
        }
        text.append('\n').append(decisions());
        if (explain) {
            text.append('\n').append(steps());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-13s %s", name, value).stripTrailing()).append('\n');
    }

    private static void chain(StringBuilder text, String name, List<ChainLink> chain) {
        String title = name;
        for (ChainLink link : chain) {
            line(text, title, link.subject() + ", valid " + link.notBefore() + " to " + link.notAfter());
            title = "";
        }
    }

    private Table decisions() {
        Table table = new Table(width, "MODE", "WHAT THE DAEMON DOES");
        for (SignatureMode mode : SignatureMode.values()) {
            table.row(mode.text(), words(SignatureDecision.of(mode, false, verdict)));
        }
        return table;
    }

    private static String words(SignatureDecision decision) {
        if (decision instanceof Refuse refuse) {
            return "refuses it: SIG_" + refuse.reason();
        }
        if (decision instanceof UseLoudly) {
            return "uses it and warns in the extension's status";
        }
        return decision instanceof UseWithWarning ? "uses it and warns in the log" : "uses it";
    }

    private Table steps() {
        Table table = new Table(width, "STEP", "RESULT", "WHAT WAS SEEN");
        for (Verdict.Step step : verdict.steps()) {
            table.row(step.check().title(), step.result().name().toLowerCase(Locale.ROOT), step.detail());
        }
        return table;
    }
}
