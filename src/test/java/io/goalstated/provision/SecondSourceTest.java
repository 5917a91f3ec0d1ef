package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import io.goalstated.lab.Document;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Server;
import io.goalstated.lab.VmProfile;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.VertxOffload;
import io.goalstated.platform.VertxTimers;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.Endpoints;
import io.goalstated.wire.InstanceMetadata;
import io.goalstated.wire.ProxyRules;
import io.goalstated.wire.VertxHttp;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** A fresh VM beside a whole fake Azure, which it asks what it should be: with a provisioning document, and without any. */
class SecondSourceTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";
    private static final String KEYS = "$HOME/bob/.ssh/authorized_keys";

    private static final LogSettings WARNINGS =
            new LogSettings(Level.WARN, Optional.empty(), Long.MAX_VALUE, 1, Long.MAX_VALUE, false, false, false);

    @TempDir
    Path directory;

    private final Vertx vertx = EventLoop.start();
    private FakeAzure azure;
    private VertxHttp http;
    private Vm vm;

    @BeforeEach
    void boot() throws Exception {
        azure = await(() -> FakeAzure.start(vertx));
        Endpoint imds = new Endpoint("127.0.0.1", azure.addresses().imds().port());
        Context loop = vertx.getOrCreateContext();
        http = new VertxHttp(
                vertx,
                new VertxTimers(vertx, loop),
                new VertxOffload(vertx, 1),
                new Disk(),
                "3.1.2.3",
                new Endpoints(imds, imds, imds),
                () -> ProxyRules.NONE,
                () -> 0.5);
        InstanceMetadata service = new InstanceMetadata(http, imds, "3.1.2.3");
        vm = new Vm(directory);
        vm.metadata = Optional.of(() -> now(loop, () -> service.instance(UUID.randomUUID())));
    }

    @AfterEach
    void shutDown() throws Exception {
        await(http::close);
        await(azure::close);
        await(vertx::close);
    }

    @Test
    void without_any_disc_the_metadata_make_the_vm() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY + " bob@home"));

        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofMinutes(1));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).contains("hostname vm-01", "useradd -m -- bob").doesNotContain("chpasswd -e");
        assertThat(vm.read("etc/hostname")).isEqualTo("vm-01\n");
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(KEY + " bob@home\n");
        assertThat(vm.read("etc/ssh/sshd_config")).contains("\nPasswordAuthentication no\n");
        assertThat(vm.read("etc/sudoers.d/waagent")).isEqualTo("bob ALL=(ALL) NOPASSWD: ALL\n");
        assertThat(vm.lib("provisioned")).isEqualTo(Vm.UUID);
        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
        assertThat(vm.timers.waiting()).isZero();
    }

    @Test
    void extensions_and_a_later_clean_up_find_keys_and_user_as_on_any_vm() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY));

        vm.start();
        vm.timers.advance(Duration.ofMinutes(1));

        assertThat(vm.lib("ovf-env.xml")).contains("<UserName>bob</UserName>").contains("<Value>" + KEY + "</Value>");
        assertThat(vm.mode("var/lib/waagent/ovf-env.xml")).isEqualTo("rw-------");
    }

    @Test
    @Conforms("03#122")
    void where_the_two_differ_the_document_counts_and_one_warning_names_the_fields() throws Exception {
        azure.setProfile(VmProfile.of("mallory", "elsewhere", KEY));
        vm.with(Ovf.of("vm-01").user("bob").password("P@ss:w0rd").publicKey("", KEYS, KEY));

        Logging.ofThisProcess().use(WARNINGS);
        try {
            vm.start();
        } finally {
            Logging.ofThisProcess().use(LogSettings.QUIET);
        }

        assertThat(Logging.ofThisProcess().recent())
                .noneMatch(line -> line.contains("mallory") || line.contains("elsewhere"))
                .filteredOn(line -> line.contains("the instance metadata say different things"))
                .singleElement()
                .asString()
                .contains(" WARNING ")
                .endsWith("fields=HostName,UserName");
        assertThat(vm.changes()).contains("hostname vm-01", "useradd -m -- bob", "chpasswd -e");
        assertThat(vm.read("etc/passwd")).doesNotContain("mallory");
        assertThat(vm.lib("ovf-env.xml")).doesNotContain("mallory").doesNotContain("elsewhere");
        assertThat(vm.health).containsExactly("Provisioning Starting", "Ready");
    }

    @Test
    void a_user_that_the_document_does_not_name_is_the_one_of_the_metadata() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY));
        vm.with(Ovf.of("vm-01").password("P@ss:w0rd"));

        vm.start();

        assertThat(vm.changes()).contains("useradd -m -- bob", "chpasswd -e");
        assertThat(vm.read("home/bob/.ssh/authorized_keys")).isEqualTo(KEY + "\n");
        assertThat(vm.lib("ovf-env.xml"))
                .contains("<UserName>bob</UserName>")
                .contains("<UserPassword>REDACTED</UserPassword>");
    }

    @Test
    void a_disc_that_comes_late_is_waited_for_where_only_it_has_the_password() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01").withPassword());
        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofSeconds(65));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.WAITING);
        assertThat(vm.changes()).isEmpty();

        vm.with(Ovf.of("vm-01").user("bob").password("P@ss:w0rd"));
        vm.timers.advance(Duration.ofSeconds(10));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).contains("chpasswd -e");
    }

    @Test
    void a_disc_that_does_not_come_is_given_up_with_password_and_custom_data_and_that_is_told() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01").withPassword().withCustomData());

        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofSeconds(140));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.changes()).contains("useradd -m -- bob").doesNotContain("chpasswd -e");
        assertThat(vm.events).contains("CustomData failed: failure to read customData while hasCustomData=true");
    }

    @Test
    void a_document_that_was_read_once_is_not_replaced_after_a_restart() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY));
        vm.with(Ovf.of("vm-01").user("bob").password("P@ss:w0rd"));
        vm.tools.answer("useradd -m", 1, "", "cannot lock");
        vm.start().stop();
        vm.media = Optional.of(directory.resolve("nowhere"));

        Provisioning again = vm.start();
        vm.timers.advance(Duration.ofSeconds(61));

        assertThat(again.view().state()).isEqualTo(ProvisioningState.WAITING);
        assertThat(again.view().reason()).contains("no OVF or IMDS available: Failed to get dvd device from /dev");
    }

    @Test
    void a_service_that_knows_nothing_of_the_vm_makes_none() throws Exception {
        Provisioning provisioning = vm.start();
        vm.timers.advance(Duration.ofMinutes(1));

        assertThat(provisioning.view().released()).isFalse();
        assertThat(vm.changes()).isEmpty();
        assertThat(provisioning.view().reason().orElse("")).startsWith("no OVF or IMDS available: ");
    }

    @Test
    void a_service_that_is_not_ready_is_asked_again_for_five_minutes() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY));
        for (int status : new int[] {404, 410, 429, 500}) {
            azure.fault(Server.IMDS, "/metadata/instance", FaultAction.status(status), 14);
        }
        Provisioning provisioning = vm.start();

        vm.timers.advance(Duration.ofSeconds(59 + 14 * 4 * 5 - 1));
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.RUNNING);
        vm.timers.advance(Duration.ofSeconds(1));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
    }

    @Test
    void one_that_is_out_of_reach_is_asked_eleven_times() throws Exception {
        azure.setProfile(VmProfile.of("bob", "vm-01", KEY));
        azure.fault(Server.IMDS, "/metadata/instance", FaultAction.reset(), 1_000);
        Provisioning provisioning = vm.start();

        vm.timers.advance(Duration.ofSeconds(60 + 50));

        assertThat(azure.requests(Server.IMDS, "/metadata/instance")).hasSize(11);
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.WAITING);
    }

    @Test
    void a_whole_document_does_not_wait_for_a_service_that_does_not_answer() throws Exception {
        azure.fault(Server.IMDS, "/metadata/instance", FaultAction.status(500), 1_000);
        vm.with(Ovf.of("vm-01").user("bob"));

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.PROVISIONED);

        assertThat(azure.requests(Server.IMDS, "/metadata/instance")).hasSize(1);
    }

    @Test
    void a_vm_of_a_pool_is_known_by_its_metadata_too() throws Exception {
        azure.setProfile(new VmProfile("bob", "vm-01", "true", List.of(KEY), false, "Savable"));
        vm.with(Ovf.of("vm-01").user("bob"));

        assertThat(vm.start().view().reason()).contains("pre-provisioned VM type Savable requires cloud-init");
    }

    @Test
    void metadata_that_hold_something_else_harm_nothing() throws Exception {
        azure.replace(Document.INSTANCE_METADATA, "{\"compute\": [{\"osProfile\": 7}], \"extended\": null}");
        vm.with(Ovf.of("vm-01").user("bob"));

        assertThat(vm.start().view().state()).isEqualTo(ProvisioningState.PROVISIONED);
    }

    /** The answer of a real request, waited for: the VM's time stands still meanwhile. */
    private static Future<JsonNode> now(Context loop, Supplier<Future<JsonNode>> request) {
        Promise<JsonNode> answer = Promise.promise();
        loop.runOnContext(ignored -> request.get().onComplete(answer));
        CompletableFuture<JsonNode> ended = answer.future().toCompletionStage().toCompletableFuture();
        ended.handle((value, failure) -> true).orTimeout(60, TimeUnit.SECONDS).join();
        return answer.future().succeeded()
                ? Future.succeededFuture(answer.future().result())
                : Future.failedFuture(answer.future().cause());
    }

    private static <T> T await(Supplier<Future<T>> begun) throws Exception {
        return begun.get().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
