package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine that started at second 1000, and a pool of key-value pairs beside it. */
class HostDiagnosticsTest {
    private static final String POOL = "var/lib/hyperv/.kvp_pool_1";

    @TempDir
    Path directory;

    private Vm vm;
    private Path pool;

    @BeforeEach
    void machine() throws IOException {
        vm = new Vm(directory);
        vm.write("proc/stat", "cpu 1 2 3\nbtime 1000\nprocesses 5\n");
        vm.write(POOL, "");
        pool = directory.resolve(POOL);
    }

    private void put(String key, String value) {
        new HostDiagnostics(vm.machine()).put(key, value);
    }

    private List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        byte[] all = Files.readAllBytes(pool);
        assertThat(all.length % 2560).isZero();
        for (int at = 0; at < all.length; at += 2560) {
            records.add(text(all, at, 512) + "=" + text(all, at + 512, 2048));
        }
        return records;
    }

    private List<String> recordsNow() {
        try {
            return records();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8).replace("\0", "");
    }

    @Test
    void a_key_has_one_record_whatever_it_said_before() throws Exception {
        put("A", "a long value");
        put("B", "2");

        put("A", "3");

        assertThat(records()).containsExactly("A=3", "B=2");
    }

    @Test
    void a_value_is_cut_to_what_azure_reads_between_characters() throws Exception {
        put("A", "x".repeat(1020) + "äöü");

        assertThat(records()).containsExactly("A=" + "x".repeat(1020) + "ä");
    }

    @Test
    void half_a_record_that_somebody_left_is_overwritten() throws Exception {
        put("A", "1");
        Files.write(pool, new byte[100], StandardOpenOption.APPEND);

        put("B", "2");

        assertThat(records()).containsExactly("A=1", "B=2");
    }

    @Test
    void without_a_pool_nothing_is_made() throws Exception {
        Files.delete(pool);

        put("A", "1");

        assertThat(pool).doesNotExist();
    }

    @Test
    void a_link_in_the_pools_place_is_not_followed() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        Files.delete(pool);
        Files.createSymbolicLink(pool, target);

        put("A", "1");

        assertThat(target).hasContent("precious");
    }

    @Test
    @Conforms("03#115")
    void a_failure_leaves_one_record_in_a_pool_emptied_once_before_the_platform_is_told() throws Exception {
        put("OF_ANOTHER_LIFE", "1");
        Files.setLastModifiedTime(pool, FileTime.from(Instant.ofEpochSecond(999)));
        List<String> seen = new ArrayList<>();
        vm.whenReporting = () -> seen.addAll(recordsNow());
        vm.with(Ovf.of("bad_host!").user("bob"));

        vm.start();

        assertThat(vm.health).hasSize(1);
        assertThat(seen)
                .singleElement()
                .asString()
                .startsWith("PROVISIONING_REPORT=result=error|reason=invalid HostName|agent=goalstated/0.1.0|");
        put("LATER", "1");
        assertThat(records()).hasSize(2);
    }

    private void cloudInitIsDone(String datasource) throws IOException {
        vm.set("Provisioning.Agent=cloud-init");
        vm.write("var/lib/waagent/ovf-env.xml", Ovf.of("vm").text());
        vm.write(
                "etc/ssh/ssh_host_ed25519_key.pub",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS\n");
        vm.write("run/cloud-init/status.json", "{\"v1\": {\"datasource\": \"" + datasource + "\"}}");
    }

    @Test
    void what_cloud_init_has_told_the_host_itself_stays() throws Exception {
        cloudInitIsDone("DataSourceAzure [seed=/dev/sr0]");
        put("PROVISIONING_REPORT", "result=success|agent=Cloud-Init/24.1");

        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(records()).containsExactly("PROVISIONING_REPORT=result=success|agent=Cloud-Init/24.1");
    }

    @Test
    void where_cloud_init_tells_the_host_nothing_the_agent_does_before_it_says_ready() throws Exception {
        cloudInitIsDone("DataSourceNoCloud");
        List<String> seen = new ArrayList<>();
        vm.whenReporting = () -> seen.addAll(recordsNow());

        vm.start();

        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
        assertThat(seen).singleElement().asString().startsWith("PROVISIONING_REPORT=result=success|agent=goalstated/");
    }

    @Test
    void a_cloud_init_that_does_not_come_to_an_end_is_told_as_a_failure() throws Exception {
        vm.set("Provisioning.Agent=cloud-init");

        vm.start();
        vm.timers.advance(Duration.ofSeconds(1_810));

        assertThat(records())
                .singleElement()
                .asString()
                .startsWith("PROVISIONING_REPORT=result=error|'reason=Giving up, ovf-env.xml was not copied to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11111111-2222-3333-4444-555555555555"})
    void each_report_of_readiness_comes_with_a_record(String sentinel) throws Exception {
        vm.write("var/lib/waagent/provisioned", sentinel);
        List<String> seen = new ArrayList<>();
        vm.whenReporting = () -> seen.addAll(recordsNow());

        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(seen).singleElement().asString().startsWith("PROVISIONING_REPORT=result=success|");
    }

    @Test
    void readiness_that_is_reported_after_a_restart_of_the_vm_comes_with_a_new_record() throws Exception {
        vm.with(Ovf.of("vm").user("bob"));
        vm.refusals = Integer.MAX_VALUE;
        vm.start().stop();
        vm.refusals = 0;
        vm.health.clear();
        Files.setLastModifiedTime(pool, FileTime.from(Instant.ofEpochSecond(999)));
        List<String> seen = new ArrayList<>();
        vm.whenReporting = () -> seen.addAll(recordsNow());

        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(seen).singleElement().asString().startsWith("PROVISIONING_REPORT=result=success|");
    }

    @Test
    void a_vm_that_nobody_prepares_is_told_as_ready_too() throws Exception {
        vm.set("Provisioning.Agent=disabled");

        vm.start();

        assertThat(vm.health).containsExactly("Ready");
        assertThat(records()).singleElement().asString().startsWith("PROVISIONING_REPORT=result=success|");
    }

    @Test
    void a_success_is_told_to_the_host_too() throws Exception {
        vm.with(Ovf.of("vm").user("bob"));

        vm.start();

        assertThat(records())
                .singleElement()
                .asString()
                .startsWith("PROVISIONING_REPORT=result=success|agent=goalstated/0.1.0|vm_id=" + Vm.UUID);
    }
}
