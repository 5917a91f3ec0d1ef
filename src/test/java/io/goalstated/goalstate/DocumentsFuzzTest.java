package io.goalstated.goalstate;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Any bytes, guided by coverage, when {@code JAZZER_FUZZ=1} asks for it. The ordinary run leaves it to {@link
 * DocumentsPropertyTest}: merely loading the fuzzer takes longer than all other tests of the documents.
 */
@EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = "1")
class DocumentsFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void any_bytes_are_read_or_refused(byte[] bytes) {
        EveryParser.read(new String(bytes, StandardCharsets.UTF_8));
    }
}
