package io.goalstated.environment.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code sfdisk --json} prints of a disk.
 *
 * @param label {@code dos} or {@code gpt}
 */
record PartitionTable(String label, String id, List<Slice> slices) {
    /** A partition's line. */
    record Slice(String node, String type, long start, long size) {}

    PartitionTable {
        slices = List.copyOf(slices);
    }

    /** Empty when the text is not what sfdisk prints of a table on that device. */
    static Optional<PartitionTable> parse(String text, String device) {
        try {
            JsonNode table = Json.parse(text).path("partitiontable");
            List<Slice> slices = new ArrayList<>();
            for (JsonNode item : table.path("partitions")) {
                slices.add(new Slice(
                        item.path("node").asText(),
                        item.path("type").asText().toUpperCase(Locale.ROOT),
                        item.path("start").asLong(),
                        item.path("size").asLong()));
            }
            boolean sensible = table.path("device").asText().equals(device)
                    && slices.stream().allMatch(slice -> slice.node().startsWith(device));
            return sensible
                    ? Optional.of(new PartitionTable(
                            table.path("label").asText(), table.path("id").asText(), slices))
                    : Optional.empty();
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }
}
