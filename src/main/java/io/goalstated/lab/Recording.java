package io.goalstated.lab;

import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was written down of a platform, to be answered again. Immutable. */
public final class Recording {
    private static final int MAX_FILE = 1 << 30;

    /** By question, in the order of time. */
    private final Map<String, List<RecordedExchange>> answers;

    private final Duration length;

    private Recording(List<RecordedExchange> exchanges) {
        this.answers = exchanges.stream().collect(Collectors.groupingBy(RecordedExchange::question));
        this.length = exchanges.stream()
                .map(RecordedExchange::at)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Blocks. A torn last line, as a kill leaves it, counts as not written. */
    public static Recording read(Path directory) throws IOException {
        Path file = directory.resolve(Recorder.FILE);
        byte[] bytes = new Disk()
                .read(file, MAX_FILE)
                .orElseThrow(() -> new IOException(file + " does not exist; name a directory of fake-azure --record"));
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        List<RecordedExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Optional<RecordedExchange> exchange = parse(lines.get(i));
            if (exchange.isPresent()) {
                exchanges.add(exchange.get());
            } else if (i < lines.size() - 1) {
                throw new IOException(file + ":" + (i + 1) + " is no line of a recording");
            }
        }
        return new Recording(exchanges);
    }

    private static Optional<RecordedExchange> parse(String line) {
        try {
            return RecordedExchange.parse(Json.parse(line));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    /** From its first to its last change. */
    public Duration length() {
        return length;
    }

    /** What was answered to that question at that time, or the first answer if it was asked later only. */
    Optional<RecordedExchange> answer(String question, Duration at) {
        List<RecordedExchange> all = answers.getOrDefault(question, List.of());
        RecordedExchange found = all.isEmpty() ? null : all.get(0);
        for (RecordedExchange each : all) {
            if (each.at().compareTo(at) <= 0) {
                found = each;
            }
        }
        return Optional.ofNullable(found);
    }
}
