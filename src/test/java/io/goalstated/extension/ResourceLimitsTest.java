package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
    private static final ResourceLimits TEN_PERCENT = new ResourceLimits(Optional.of(10.0), Optional.empty());
    private static final ResourceLimits FIVE_PERCENT_AND_MEMORY =
            new ResourceLimits(Optional.of(4.2), Optional.of(300L));

    @Test
    void what_is_not_limited_is_said_to_be_so() {
        assertThat(ResourceLimits.NONE.properties())
                .containsExactly("CPUAccounting=yes", "MemoryAccounting=yes", "CPUQuota=", "MemoryMax=infinity");
    }

    @Test
    void percents_are_whole_and_memory_kills_at_twice_the_quota() {
        assertThat(FIVE_PERCENT_AND_MEMORY.properties())
                .containsExactly("CPUAccounting=yes", "MemoryAccounting=yes", "CPUQuota=5%", "MemoryMax=600M");
    }

    @Test
    void the_lower_of_each_limit_counts() {
        assertThat(TEN_PERCENT.atMost(FIVE_PERCENT_AND_MEMORY)).isEqualTo(FIVE_PERCENT_AND_MEMORY);
        assertThat(FIVE_PERCENT_AND_MEMORY.atMost(TEN_PERCENT)).isEqualTo(FIVE_PERCENT_AND_MEMORY);
        assertThat(TEN_PERCENT.atMost(ResourceLimits.NONE)).isEqualTo(TEN_PERCENT);
        assertThat(ResourceLimits.NONE.isLimiting()).isFalse();
    }

    @Test
    void services_have_a_quota_of_their_own() {
        assertThat(new ResourceLimits.Service("agent.service", Optional.of(250.0)).properties())
                .containsExactly("CPUAccounting=yes", "MemoryAccounting=yes", "CPUQuota=250%");
    }

    @Test
    void a_handlers_slice_has_no_version_and_no_dash_of_its_name() {
        assertThat(new HandlerSlice(new HandlerName("Contoso.Some-Thing")).unit())
                .isEqualTo("azure-vmextensions-Contoso.Some_Thing.slice");
    }

    @Test
    void a_scope_is_named_by_its_command() {
        assertThat(HandlerSlice.scope(CommandKind.ENABLE, UUID.fromString("6ba7b810-9dad-41d1-80b4-00c04fd430c8")))
                .isEqualTo("enable_6ba7b810-9dad-41d1-80b4-00c04fd430c8.scope");
    }

    @Test
    void the_services_of_a_manifest_are_units_or_ignored() throws Exception {
        HandlerManifest manifest = HandlerManifestReader.read(Optional.of("""
                [{"handlerManifest": {}, "resourceLimits": {"services": [
                    {"name": "agent", "cpuQuotaPercentage": 250},
                    {"name": "other@1.service"},
                    {"name": "../etc", "cpuQuotaPercentage": 1},
                    {"name": "--now"},
                    {"name": 7},
                    "text"]}}]
                """));

        assertThat(manifest.limits().orElseThrow().services())
                .isEqualTo(List.of(
                        new ResourceLimits.Service("agent.service", Optional.of(250.0)),
                        new ResourceLimits.Service("other@1.service", Optional.empty())));
    }
}
