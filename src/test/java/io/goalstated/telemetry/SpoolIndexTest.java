package io.goalstated.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoolIndexTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final SpoolLimits LIMITS = new SpoolLimits(10, 3, 1000, Duration.ofHours(24));

    @Test
    void what_fits_stays() {
        SpoolIndex index = new SpoolIndex(List.of(segment(0, false, 5, 100), segment(1, false, 5, 100)));

        assertThat(index.trimmed(LIMITS, NOW).index()).isEqualTo(index);
        assertThat(index.trimmed(LIMITS, NOW).events()).isZero();
    }

    @Test
    void of_too_many_events_the_oldest_go_one_by_one() {
        SpoolIndex index = new SpoolIndex(List.of(segment(0, false, 5, 100), segment(1, false, 8, 100)));

        SpoolIndex.Trimmed trimmed = index.trimmed(LIMITS, NOW);

        assertThat(trimmed.events()).isEqualTo(3);
        assertThat(trimmed.files()).isEmpty();
        assertThat(trimmed.index().segments().get(0).skip()).isEqualTo(3);
        assertThat(trimmed.index().events()).isEqualTo(10);
    }

    @Test
    void measurements_go_first() {
        SpoolIndex index = new SpoolIndex(List.of(segment(0, false, 8, 100), segment(1, true, 4, 100)));

        SpoolIndex.Trimmed trimmed = index.trimmed(LIMITS, NOW);

        assertThat(trimmed.index().segments()).extracting(Segment::events).containsExactly(8, 2);
    }

    @Test
    void too_many_files_or_bytes_cost_whole_files() {
        SpoolIndex files = new SpoolIndex(List.of(
                segment(0, false, 1, 1), segment(1, false, 1, 1), segment(2, false, 1, 1), segment(3, false, 1, 1)));
        SpoolIndex bytes = new SpoolIndex(List.of(segment(0, false, 1, 600), segment(1, false, 1, 600)));

        assertThat(files.trimmed(LIMITS, NOW).files())
                .extracting(Segment::number)
                .containsExactly(number(0));
        assertThat(bytes.trimmed(LIMITS, NOW).files())
                .extracting(Segment::number)
                .containsExactly(number(0));
    }

    @Test
    void what_is_older_than_a_day_goes() {
        SpoolIndex index = new SpoolIndex(List.of(segment(0, false, 5, 100), segment(7200, false, 2, 100)));

        SpoolIndex.Trimmed trimmed = index.trimmed(LIMITS, NOW.plus(Duration.ofHours(25)));

        assertThat(trimmed.events()).isEqualTo(5);
        assertThat(trimmed.index().events()).isEqualTo(2);
    }

    @Test
    void a_request_takes_segments_of_one_provider_while_they_fit() {
        Segment other = new Segment(number(1), "OTHER", false, 1, 0, 10, true);
        SpoolIndex index = new SpoolIndex(
                List.of(segment(0, false, 1, 40_000), other, segment(2, false, 1, 24_000), segment(3, false, 1, 600)));

        assertThat(index.next()).extracting(Segment::number).containsExactly(number(0), number(2));
    }

    @Test
    void numbers_go_up_when_the_clock_goes_back() {
        SpoolIndex index = new SpoolIndex(List.of(segment(5, false, 1, 10).sealing()));

        assertThat(index.openFor(Scene.event("x"), NOW.minusSeconds(3600)).number())
                .isEqualTo(number(5) + 1);
    }

    @Test
    void a_file_name_says_what_is_in_it() {
        Segment segment = segment(0, true, 0, 0).sealing();

        assertThat(Segment.named(segment.file())).contains(segment);
        assertThat(Segment.named("00000000000000000001-e-../x")).isEmpty();
        assertThat(Segment.named("notes.txt")).isEmpty();
    }

    private static long number(int second) {
        return (NOW.getEpochSecond() + second) * 1_000_000;
    }

    private static Segment segment(int second, boolean metric, int events, long bytes) {
        return new Segment(number(second), "P", metric, events, 0, bytes, false);
    }
}
