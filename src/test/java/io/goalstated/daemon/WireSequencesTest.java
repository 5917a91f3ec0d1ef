package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.Fault;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Goal;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.lab.WantedHandler;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The call sequences of spec 01 §14, as a whole agent makes them and the fake Azure records them. */
class WireSequencesTest {
    private static final String A = "Test.A";

    /** What a request is for, by a piece of its path; reports and what runs beside the updates are not in the sequences. */
    private static final List<Purpose> PURPOSES = List.of(
            new Purpose("comp=versions", "versions"),
            new Purpose("comp=goalstate", "goal state"),
            new Purpose("/vmSettings", "vmSettings"),
            new Purpose("type=extensionsConfig", "extensions"),
            new Purpose("type=hostingEnvironmentConfig", "hosting"),
            new Purpose("type=sharedConfig", "shared"),
            new Purpose("comp=certificates", "certificates"),
            new Purpose("/" + A + ".xml", "manifest"),
            new Purpose("/packages", "package"));

    private record Purpose(String path, String name) {}

    @TempDir
    Path directory;

    @AutoClose("shutDown")
    private Vm vm;

    @BeforeEach
    void begin() throws Exception {
        vm = new Vm(directory);
        vm.offer(A, "1.0.0");
    }

    private static WantedHandler a(int sequence) {
        return WantedHandler.of(A, "1.0.0").sequence(sequence);
    }

    private List<String> sequence() {
        return vm.azure.requests().all().stream()
                .flatMap(request -> PURPOSES.stream()
                        .filter(purpose -> request.path().contains(purpose.path()))
                        .map(Purpose::name))
                .toList();
    }

    private void await(int sequence) throws Exception {
        vm.await(r -> r.sequenceNumber(A) == sequence && r.extensionStatus(A).equals("success"));
    }

    private boolean isReport(RecordedRequest request) {
        return request.server() == Server.HOST_PLUGIN && request.path().equals("/status") && request.status() == 200;
    }

    @Test
    @Conforms("01#14.1")
    void a_first_start_asks_for_each_document_once_and_in_order() throws Exception {
        vm.azure.publish(Goal.of(a(1).protectedSettings("{}"))).viaFabric();

        vm.boot();
        await(1);

        assertThat(sequence().subList(0, 7))
                .containsExactly(
                        "versions", "goal state", "vmSettings", "extensions", "hosting", "shared", "certificates");
        assertThat(sequence()).containsSubsequence("certificates", "manifest", "package");
        assertThat(sequence())
                .filteredOn(List.of("extensions", "package")::contains)
                .hasSize(2);
    }

    @Test
    @Conforms("01#14.3")
    void a_fabric_change_fetches_all_that_belongs_to_the_incarnation() throws Exception {
        vm.azure.publish(Goal.of(a(1))).viaFabric();
        vm.boot();
        await(1);
        vm.azure.requests().clear();

        vm.azure.publish(Goal.of(a(2))).viaFabric();
        await(2);

        assertThat(sequence())
                .containsSubsequence("goal state", "extensions", "hosting", "shared", "manifest")
                .contains("vmSettings")
                .doesNotContain("versions", "package");
        assertThat(sequence()).filteredOn("extensions"::equals).hasSize(1);
        Vm.get(vm.azure.awaitRequest(this::isReport));
    }

    @Test
    @Conforms("01#14.4")
    void a_fast_track_change_fetches_no_document_of_the_other_channel() throws Exception {
        vm.azure.publish(Goal.of(a(1))).viaFabric();
        vm.boot();
        await(1);
        vm.azure.requests().clear();

        vm.azure.publish(Goal.of(a(2))).viaFastTrack();
        await(2);

        assertThat(sequence())
                .containsSubsequence("vmSettings", "manifest")
                .contains("goal state")
                .doesNotContain("versions", "extensions", "hosting", "shared", "certificates", "package");
    }

    @Test
    void a_manifest_is_kept_beside_the_goal_state_that_it_was_used_for() throws Exception {
        vm.azure.publish(Goal.of(a(1))).viaFabric();
        vm.boot();
        await(1);

        vm.azure.publish(Goal.of(a(2))).viaFastTrack();
        await(2);

        Awaitility.await("two goal states with their manifests")
                .untilAsserted(() -> assertThat(vm.kept(A + ".manifest.xml"))
                        .hasSize(2)
                        .allSatisfy(kept -> assertThat(kept).content().contains("<Version>1.0.0</Version>")));
    }

    @Test
    void an_update_that_fails_goes_no_further_and_begins_anew() throws Exception {
        vm.azure.publish(Goal.of(a(1))).viaFabric();
        vm.boot();
        await(1);
        vm.azure.fault(Server.WIRE, "extensionsConfig", FaultAction.status(404), Fault.ALWAYS);
        vm.azure.requests().clear();

        vm.azure.publish(Goal.of(a(2))).viaFabric();
        Vm.get(vm.azure.awaitRequest(request -> request.path().contains("extensionsConfig")));
        vm.azure.requests().clear();
        Vm.get(vm.azure.awaitRequest(request -> request.path().contains("extensionsConfig")));

        assertThat(vm.trace(A)).containsExactly("install 1", "enable 1");
        assertThat(sequence()).contains("goal state", "extensions").doesNotContain("hosting", "shared", "manifest");
    }
}
