package io.goalstated.report;

import io.goalstated.extension.ExtensionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a report small enough for the host, when storage cannot be reached directly and a proxy lets no more pass
 * (spec 04 OPS-102): who is how remains, the details go.
 */
final class Trimming {
    private static final int LONGEST = 1024;
    private static final String SUFFIX = " ... [TRUNCATED]";

    private Trimming() {}

    static ReportInput of(ReportInput input) {
        List<HandlerEntry> handlers = new ArrayList<>();
        for (HandlerEntry entry : input.handlers()) {
            handlers.add(new HandlerEntry(
                    entry.name(),
                    entry.version(),
                    entry.status(),
                    entry.code(),
                    cut(entry.message()),
                    entry.running(),
                    entry.settings().map(Trimming::settings)));
        }
        return new ReportInput(
                input.now(), input.guest(), input.fastTrack(), input.conditions(), input.verdict(), handlers);
    }

    private static HandlerEntry.Settings settings(HandlerEntry.Settings settings) {
        ExtensionStatus status = settings.status();
        return new HandlerEntry.Settings(
                settings.name(),
                settings.sequence(),
                settings.multiConfig(),
                new ExtensionStatus(
                        status.word(),
                        status.code(),
                        status.operation(),
                        status.configurationAppliedTime(),
                        cut(status.message()),
                        List.of()),
                settings.running());
    }

    private static Optional<String> cut(Optional<String> message) {
        return message.map(text -> text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + SUFFIX);
    }
}
