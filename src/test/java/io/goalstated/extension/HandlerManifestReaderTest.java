package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.extension.HandlerManifest.Malformed;
import io.goalstated.extension.HandlerManifest.SigningInfo;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerManifestReaderTest {
    private static final String FULL = """
            [{
              "name": "Sample", "version": 1.0,
              "handlerManifest": {
                "installCommand": "installer/install.py",
                "uninstallCommand": "./shim.sh -uninstall",
                "updateCommand": "./shim.sh  -update",
                "enableCommand": "/bin/enable.sh now",
                "disableCommand": "main/handle.sh disable",
                "rebootAfterInstall": false,
                "reportHeartbeat": true,
                "updateMode": "UpdateWithoutInstall",
                "continueOnUpdateFailure": true,
                "supportsMultipleExtensions": true,
                "resetStateCommand": "unknown"
              },
              "resourceLimits": {"cpuQuotaPercentage": 12.5, "memoryQuotaInMB": 250, "services": []},
              "signingInfo": {"type": "Sample", "publisher": "Example", "version": "1.0.0"}
            }, "ignored"]
            """;

    @Test
    void a_full_manifest_is_read() throws Malformed {
        HandlerManifest manifest = read(FULL);

        assertThat(manifest)
                .isEqualTo(new HandlerManifest(
                        Map.of(
                                CommandKind.INSTALL, "installer/install.py",
                                CommandKind.UNINSTALL, "./shim.sh -uninstall",
                                CommandKind.UPDATE, "./shim.sh  -update",
                                CommandKind.ENABLE, "/bin/enable.sh now",
                                CommandKind.DISABLE, "main/handle.sh disable"),
                        false,
                        true,
                        true,
                        true,
                        Optional.of(new ResourceLimits(Optional.of(12.5), Optional.of(250L))),
                        Optional.of(
                                new SigningInfo(Optional.of("Example"), Optional.of("Sample"), Optional.of("1.0.0")))));
    }

    @Test
    void a_manifest_that_says_nothing_has_no_commands_and_installs_on_update() throws Malformed {
        HandlerManifest manifest = read("[{\"handlerManifest\": {}}]");

        assertThat(manifest)
                .isEqualTo(
                        new HandlerManifest(Map.of(), true, false, false, false, Optional.empty(), Optional.empty()));
    }

    @Test
    void a_byte_order_mark_is_skipped() throws Malformed {
        assertThat(read("\uFEFF" + FULL).commands()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "'\"true\"', true",
        "'\"True\"', true",
        "'\"yes\"', false",
        "1, false",
        "null, false",
        "'[true]', false"
    })
    void booleans_are_read_leniently(String written, boolean meant) throws Malformed {
        HandlerManifest manifest = read(body("\"reportHeartbeat\": " + written + ", \"continueOnUpdateFailure\": "
                + written + ", \"supportsMultipleExtensions\": " + written));

        assertThat(manifest.reportsHeartbeat()).isEqualTo(meant);
        assertThat(manifest.continuesOnUpdateFailure()).isEqualTo(meant);
        assertThat(manifest.supportsMultiConfig()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"UpdateWithInstall\"', true",
        "'\"updatewithINSTALL\"', true",
        "'\"UpdateWithoutInstall\"', false",
        "'\"other\"', false",
        "null, true",
        "'\"\"', true",
        "7, true"
    })
    void the_update_mode_decides_about_install(String written, boolean installs) throws Malformed {
        assertThat(read(body("\"updateMode\": " + written)).installsOnUpdate()).isEqualTo(installs);
    }

    @Test
    void commands_that_are_no_text_or_blank_count_as_absent() throws Malformed {
        HandlerManifest manifest =
                read(body("\"installCommand\": 3, \"enableCommand\": \"  \", \"disableCommand\": null"));

        assertThat(manifest.commands()).isEmpty();
    }

    @Test
    void absurd_limits_count_as_none() throws Malformed {
        HandlerManifest manifest = read("[{\"handlerManifest\": {}, \"resourceLimits\": "
                + "{\"cpuQuotaPercentage\": -5, \"memoryQuotaInMB\": \"lots\"}}]");

        assertThat(manifest.limits()).contains(new ResourceLimits(Optional.empty(), Optional.empty()));
    }

    @Test
    void members_of_the_signing_information_may_be_absent() throws Malformed {
        HandlerManifest manifest =
                read("[{\"handlerManifest\": {}, \"signingInfo\": {\"version\": 1.7, \"type\": \"T\"}}]");

        assertThat(manifest.signingInfo())
                .contains(new SigningInfo(Optional.empty(), Optional.of("T"), Optional.empty()));
    }

    @Test
    void a_missing_file_is_1002() {
        assertThatThrownBy(() -> HandlerManifestReader.read(Optional.empty()))
                .isInstanceOfSatisfying(
                        Malformed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HANDLER_MANIFEST_NOT_FOUND))
                .hasMessageContaining("HandlerManifest.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{\"handlerManifest\": {}}",
                "[]",
                "[null]",
                "[3]",
                "[{}]",
                "[{\"handlerManifest\": null}]",
                "[{\"handlerManifest\": []}]",
                "[{\"handlerManifest\": {}}] tail"
            })
    void anything_that_is_no_manifest_is_1003_and_says_so(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        Malformed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HANDLER_MANIFEST_MALFORMED))
                .hasMessageStartingWith("HandlerManifest.json cannot be used: ");
    }

    @Test
    void damaged_manifests_give_a_manifest_or_the_one_failure() {
        Random random = new Random(20261101);

        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(FULL);
            for (int k = 0; k <= i % 4; k++) {
                text.setCharAt(random.nextInt(text.length()), "\"[]{}:,x0\u0000\\".charAt(random.nextInt(11)));
            }
            assertThat(readsOrRefuses(text.toString())).isTrue();
        }
    }

    private static boolean readsOrRefuses(String text) {
        try {
            return read(text).commands().size() <= CommandKind.values().length;
        } catch (Malformed e) {
            return e.code() == ErrorCode.HANDLER_MANIFEST_MALFORMED;
        }
    }

    private static String body(String members) {
        return "[{\"handlerManifest\": {" + members + "}}]";
    }

    private static HandlerManifest read(String text) throws Malformed {
        return HandlerManifestReader.read(Optional.of(text));
    }
}
