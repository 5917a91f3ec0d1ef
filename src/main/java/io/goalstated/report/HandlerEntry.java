package io.goalstated.report;

import io.goalstated.extension.ExtensionStatus;
import io.goalstated.extension.ExtensionStatus.Word;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.SequenceNumber;
import java.util.Optional;
import java.util.Set;

/**
 * One element of {@code handlerAggregateStatus}: a handler, or one of its extensions with what holds for the handler.
 *
 * @param name as the platform wrote it
 * @param version likewise
 * @param message empty: the member is left out
 * @param running how long that has been going on, {@code ", 42 s"}; part of the message, but no news by itself
 */
public record HandlerEntry(
        String name,
        String version,
        String status,
        int code,
        Optional<String> message,
        String running,
        Optional<Settings> settings) {
    private static final Set<String> FINAL = Set.of(HandlerStatus.READY, HandlerStatus.NOT_READY);

    /**
     * What is said of one set of settings.
     *
     * @param name the extension's, for single-config the handler's
     * @param multiConfig whether the name identifies it within the handler
     * @param running see {@link HandlerEntry#running()}
     */
    public record Settings(
            String name, SequenceNumber sequence, boolean multiConfig, ExtensionStatus status, String running) {}

    /** The gist: what the platform goes by, which is the extension's status where there is one. */
    String gist() {
        return settings.map(it -> it.status().word().map(Word::text).orElse("null"))
                .orElse(status);
    }

    /** Whether it is worth looking for a change every second. */
    boolean isMoving() {
        return !running.isEmpty()
                || settings.filter(it -> !it.running().isEmpty()
                                || it.status()
                                        .word()
                                        .filter(word -> word != Word.TRANSITIONING)
                                        .isEmpty())
                        .isPresent();
    }

    /** Whether the platform is told that the extension is still at work. */
    boolean isTransitioning() {
        return settings.flatMap(it -> it.status().word())
                .filter(Word.TRANSITIONING::equals)
                .isPresent();
    }

    /** Whether nothing more is to be expected of it (spec 02 §7.10). */
    boolean isSettled() {
        return running.isEmpty()
                && settings.map(it -> it.status().isTerminal()).orElseGet(() -> FINAL.contains(status));
    }

    /** Its place in a summary; extensions of one handler are told apart. */
    public String label() {
        return name
                + settings.filter(Settings::multiConfig)
                        .map(it -> "." + it.name())
                        .orElse("");
    }
}
