package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.config.OwnLimits;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.ResourceLimits;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.FakeSystemctl;
import io.goalstated.platform.GroupLimits;
import io.goalstated.platform.Scope;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceControlTest {
    private static final HandlerName HANDLER = new HandlerName("Contoso.Some-Thing");
    private static final String SLICE = "azure-vmextensions-Contoso.Some_Thing.slice";
    private static final UUID ID = UUID.fromString("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
    private static final ResourceLimits TEN_PERCENT = new ResourceLimits(Optional.of(10.0), Optional.empty());
    private static final String SET_TEN_PERCENT = "set-property --runtime -- " + SLICE
            + " CPUAccounting=yes MemoryAccounting=yes CPUQuota=10% MemoryMax=infinity";
    private static final String SET_NONE = "set-property --runtime -- " + SLICE + " CPUQuota= MemoryMax=infinity";

    @TempDir
    Path directory;

    private FakeSystemctl systemctl;
    private ResourceControl control;

    @BeforeEach
    void begin() throws Exception {
        systemctl = new FakeSystemctl(directory);
        control = control(ResourceControl.Owner.DEFAULT);
    }

    private ResourceControl control(ResourceControl.Owner owner) {
        return new ResourceControl(new DirectOffload(), systemctl.units(), () -> ID, owner);
    }

    @Test
    void a_command_belongs_to_a_scope_below_its_handlers_slice() {
        assertThat(control.scope(HANDLER, CommandKind.INSTALL, ResourceLimits.NONE))
                .isEqualTo(new Scope(SLICE, "install_" + ID + ".scope"));
    }

    @Test
    void a_handler_without_limits_costs_no_program() throws Exception {
        done(control.limit(HANDLER, ResourceLimits.NONE));

        assertThat(systemctl.calls()).isEmpty();
    }

    @Test
    void limits_are_set_when_they_are_new_only() throws Exception {
        done(control.limit(HANDLER, TEN_PERCENT));
        done(control.limit(HANDLER, TEN_PERCENT));

        assertThat(systemctl.calls()).containsExactly(SET_TEN_PERCENT);
    }

    @Test
    void limits_of_an_earlier_run_are_lifted_when_the_manifest_has_none_any_more() throws Exception {
        systemctl.limited(SLICE);

        done(control.limit(HANDLER, ResourceLimits.NONE));
        done(control.limit(HANDLER, ResourceLimits.NONE));

        assertThat(systemctl.calls()).containsExactly(SET_NONE);
    }

    @Test
    void limits_that_were_lifted_are_set_again() throws Exception {
        done(control.limit(HANDLER, TEN_PERCENT));
        systemctl.limited(SLICE);
        done(control.lift(HANDLER));
        done(control.limit(HANDLER, TEN_PERCENT));

        assertThat(systemctl.calls()).containsExactly(SET_TEN_PERCENT, SET_NONE, SET_TEN_PERCENT);
    }

    @Test
    void the_owner_may_lower_the_limits_and_ignore_the_manifests() throws Exception {
        ResourceLimits manifest = new ResourceLimits(Optional.of(80.0), Optional.of(100L));
        ResourceControl lowering = control(new ResourceControl.Owner(true, TEN_PERCENT, Map.of()));
        ResourceControl ignoring = control(new ResourceControl.Owner(false, ResourceLimits.NONE, Map.of()));

        done(lowering.limit(HANDLER, manifest));
        done(ignoring.limit(HANDLER, manifest));

        assertThat(systemctl.calls()).containsExactly(SET_TEN_PERCENT.replace("MemoryMax=infinity", "MemoryMax=200M"));
    }

    @Test
    @Conforms("OPS-91")
    void what_the_owner_says_of_one_extension_counts_in_place_of_everything_else() throws Exception {
        ResourceLimits manifest = new ResourceLimits(Optional.of(80.0), Optional.of(100L));
        OwnLimits mine = new OwnLimits(Optional.of(OptionalInt.of(10)), Optional.of(OptionalInt.empty()));
        ResourceControl raising = control(new ResourceControl.Owner(
                true, new ResourceLimits(Optional.of(5.0), Optional.of(50L)), Map.of("contoso.some-thing", mine)));

        done(raising.limit(HANDLER, manifest));
        done(raising.limit(new HandlerName("Contoso.Other"), manifest));

        assertThat(systemctl.calls())
                .containsExactly(
                        SET_TEN_PERCENT,
                        "set-property --runtime -- azure-vmextensions-Contoso.Other.slice CPUAccounting=yes"
                                + " MemoryAccounting=yes CPUQuota=5% MemoryMax=100M");
    }

    @Test
    void a_group_that_stands_in_for_the_slice_has_its_limits() {
        ResourceLimits manifest = new ResourceLimits(Optional.of(12.5), Optional.of(100L));

        assertThat(control.scope(HANDLER, CommandKind.ENABLE, manifest).limits())
                .isEqualTo(new GroupLimits(OptionalLong.of(13), OptionalLong.of(200L << 20)));
    }

    @Test
    void services_are_limited_once_they_are_there() throws Exception {
        ResourceLimits limits = new ResourceLimits(
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new ResourceLimits.Service("there.service", Optional.of(50.0)),
                        new ResourceLimits.Service("missing.service", Optional.of(50.0))));

        done(control.limitServices(HANDLER, limits));
        done(control.limitServices(HANDLER, limits));

        assertThat(systemctl.calls())
                .containsExactly(
                        "show --property=LoadState -- there.service",
                        "set-property --runtime -- there.service CPUAccounting=yes MemoryAccounting=yes CPUQuota=50%",
                        "show --property=LoadState -- missing.service",
                        "show --property=LoadState -- missing.service");
    }

    @Test
    void trouble_with_systemd_fails_nothing_and_is_tried_again() throws Exception {
        systemctl.fail();
        Boolean limited = done(control.limit(HANDLER, TEN_PERCENT));
        done(control.limit(HANDLER, TEN_PERCENT));

        assertThat(limited).isFalse();
        assertThat(systemctl.calls()).containsExactly(SET_TEN_PERCENT, SET_TEN_PERCENT);
    }

    @Test
    @Conforms("OPS-88")
    void limits_that_are_not_in_force_are_told_until_they_are() throws Exception {
        systemctl.fail();
        done(control.limit(HANDLER, TEN_PERCENT));
        done(control.limitServices(
                HANDLER,
                new ResourceLimits(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new ResourceLimits.Service("missing.service", Optional.of(50.0))))));
        List<String> meanwhile = control.troubles();
        systemctl.recover();
        done(control.limit(HANDLER, TEN_PERCENT));

        assertThat(meanwhile)
                .singleElement()
                .asString()
                .startsWith("the limits of " + SLICE + " are not in force: ")
                .contains("Access denied");
        assertThat(control.troubles()).isEmpty();
    }

    private static Boolean done(Future<Boolean> future) {
        assertThat(future.succeeded()).isTrue();
        return future.result();
    }
}
