package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

final class DescriptorsTest {
    @Test
    @EnabledForJreRange(max = JRE.JAVA_25)
    void programs_are_started_without_a_helper_that_an_upgraded_java_takes_away() throws Exception {
        Process process = Descriptors.start(new ProcessBuilder("sh", "-c", "exit 7"));

        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(System.getProperty(Descriptors.MECHANISM)).isEqualTo("VFORK");
    }
}
