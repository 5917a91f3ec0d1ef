package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    @TempDir
    Path scratch;

    private RunnerBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RunnerBench(scratch);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void this_process_is_there_with_its_parent() {
        ProcessHandle self = ProcessHandle.current();

        ProcessTable.Entry entry = ProcessTable.find(self.pid()).orElseThrow();

        assertThat(entry.pid()).isEqualTo(self.pid());
        assertThat(entry.parent()).isEqualTo(self.parent().orElseThrow().pid());
        assertThat(entry.startTicks()).isPositive();
        assertThat(entry.isAlive()).isTrue();
    }

    @Test
    void a_name_made_to_confuse_is_read_like_any_other() throws IOException {
        bench.start(bench.command("cp /bin/sleep ') R 1 1 1 (x'; echo $$ > odd.pid; exec './) R 1 1 1 (x' 60"));
        ProcessHandle odd = bench.process("odd.pid");
        bench.until(
                "it runs under its odd name",
                () -> ProcessTable.find(odd.pid(), "./) R 1 1 1 (x").isPresent());

        ProcessTable.Entry entry = ProcessTable.find(odd.pid()).orElseThrow();

        assertThat(entry.parent()).isEqualTo(entry.session()).isGreaterThan(1);
    }

    @Test
    void a_process_is_found_by_one_whole_argument() throws IOException {
        bench.start(bench.command("echo $$ > sleeper.pid; exec sleep 86399"));
        ProcessHandle sleeper = bench.process("sleeper.pid");
        bench.until(
                "sleep runs", () -> ProcessTable.find(sleeper.pid(), "86399").isPresent());

        assertThat(ProcessTable.find(sleeper.pid(), "8639")).isEmpty();
        assertThat(ProcessTable.find(ProcessHandle.current().pid(), "86399")).isEmpty();
        assertThat(ProcessTable.read().findByArgument("86399"))
                .map(ProcessTable.Entry::pid)
                .contains(sleeper.pid());
        assertThat(ProcessTable.read().findByArgument("no such argument anywhere"))
                .isEmpty();
    }

    @Test
    void what_has_ended_belongs_to_nobody_even_before_it_is_reaped() throws IOException {
        // The shell becomes a program that never asks how its child ended; the child waits for that.
        bench.start(bench.command("sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & echo $! > ended.pid;"
                + " echo $$ > parent.pid; exec sleep 60"));
        ProcessHandle parent = bench.process("parent.pid");
        ProcessHandle ended = bench.process("ended.pid");

        bench.untilDead(ended);

        assertThat(ProcessTable.find(ended.pid())).isEmpty();
        long leader = ProcessTable.find(parent.pid()).orElseThrow().session();
        assertThat(ProcessTable.read().belongingTo(leader))
                .extracting(ProcessTable.Entry::pid)
                .containsExactlyInAnyOrder(leader, parent.pid());
    }

    @Test
    void there_is_no_process_with_an_impossible_pid() {
        assertThat(ProcessTable.find(Long.MAX_VALUE)).isEmpty();
        assertThat(ProcessTable.find(-1)).isEmpty();
    }
}
