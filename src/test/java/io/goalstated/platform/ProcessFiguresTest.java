package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
    @Test
    void a_process_may_have_any_name() {
        String stat = "4711 (a) b ( c)) S 1 4711 4711 0 -1 4194560 5000 0 0 0 250 50 0 0 20 0 17 0 9000 1 1";

        ProcessFigures figures = ProcessFigures.of(stat, 1 << 20, 9);

        assertThat(figures).isEqualTo(new ProcessFigures(3.0, 1 << 20, 17, 9));
    }

    @Test
    void this_process_has_used_something_of_everything() throws Exception {
        ProcessFigures figures = ProcessFigures.read();

        assertThat(figures.cpuSeconds()).isPositive();
        assertThat(figures.residentBytes()).isGreaterThan(1 << 20);
        assertThat(figures.threads()).isPositive();
        assertThat(figures.descriptors()).isPositive();
    }
}
