package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IoErrorsTest {
    private final IoErrors errors = new IoErrors(Endpoints.known());

    @Test
    void failures_are_counted_by_server() {
        count(
                "http://168.63.129.16/machine",
                "http://168.63.129.16:32526/status",
                "https://a.example/x",
                "https://a.example/y");

        assertThat(errors.take()).isEqualTo("hostplugin:1;protocol:1;other:2");
    }

    @Test
    void counting_begins_anew_and_nothing_is_no_message() {
        count("https://a.example/x");
        errors.take();

        assertThat(errors.take()).isEmpty();
    }

    private void count(String... urls) {
        for (String url : urls) {
            errors.count(Target.parse(url).orElseThrow());
        }
    }
}
