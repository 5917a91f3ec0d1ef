package io.goalstated.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.prometheus.MetricsText.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    @Test
    void each_family_has_its_help_and_type_in_front() {
        MetricsText text = new MetricsText().counter("a_total", "How many.", 3).gauge("b", "How much.", 0.25);

        assertThat(text).hasToString("""
                # HELP a_total How many.
                # TYPE a_total counter
                a_total 3
                # HELP b How much.
                # TYPE b gauge
                b 0.25
                """);
    }

    @Test
    void a_label_may_hold_anything() {
        MetricsText text = new MetricsText();
        text.family(Kind.GAUGE, "a", "Back\\slash\nand line.").sample(1, "x", "q\"b\\s\nn", "y", "{},= é");

        assertThat(text).hasToString("""
                # HELP a Back\\\\slash\\nand line.
                # TYPE a gauge
                a{x="q\\"b\\\\s\\nn",y="{},= é"} 1
                """);
        assertThat(StrictReader.read(text.toString())).hasSize(1);
    }

    @Test
    void a_histogram_counts_what_is_within_each_bound() {
        Histogram counted = new Histogram();
        counted.add(Duration.ofMillis(5));
        counted.add(Duration.ofMillis(6));
        counted.add(Duration.ofSeconds(70));
        MetricsText text = new MetricsText();
        text.family(Kind.HISTOGRAM, "a_seconds", "Time.").histogram(counted);

        assertThat(StrictReader.read(text.toString()))
                .containsEntry("a_seconds_bucket{le=\"0.005\"}", 1.0)
                .containsEntry("a_seconds_bucket{le=\"0.01\"}", 2.0)
                .containsEntry("a_seconds_bucket{le=\"10\"}", 2.0)
                .containsEntry("a_seconds_bucket{le=\"+Inf\"}", 3.0)
                .containsEntry("a_seconds_sum", 70.011)
                .containsEntry("a_seconds_count", 3.0);
    }

    @Test
    void a_family_without_samples_leaves_no_trace() {
        MetricsText text = new MetricsText();
        text.family(Kind.COUNTER, "a_total", "Nothing.");

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void a_family_in_two_pieces_is_a_bug() {
        MetricsText text = new MetricsText().gauge("a", "Once.", 1);

        assertThatThrownBy(() -> text.gauge("a", "Twice.", 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_largest_and_the_smallest_numbers_can_be_read() {
        MetricsText text = new MetricsText().gauge("a", "x", Double.NaN).gauge("b", "x", Double.POSITIVE_INFINITY);
        text.gauge("c", "x", 1e20).gauge("d", "x", 1e-7);

        assertThat(StrictReader.read(text.toString()))
                .containsEntry("a", Double.NaN)
                .containsEntry("b", Double.POSITIVE_INFINITY)
                .containsEntry("c", 1e20)
                .containsEntry("d", 1e-7);
    }
}
