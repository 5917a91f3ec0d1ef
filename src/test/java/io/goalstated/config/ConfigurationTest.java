package io.goalstated.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @Test
    @Conforms("OPS-63")
    void the_last_place_that_sets_a_key_wins_and_is_named() {
        ConfigFile main = ConfigFile.parse("/etc/waagent.conf", "\nLogs.Verbose=n\nLib.Dir=/a\nPid.File=/p\n");
        ConfigFile dropIn = ConfigFile.parse("/etc/goalstated/conf.d/10.conf", "Logs.Verbose=y\nLib.Dir=/b\n");
        ConfigFile environment = ConfigFile.fromEnvironment(Map.of("GOALSTATED_Lib__Dir", "/c"));

        Configuration configuration = Configuration.of(List.of(main, dropIn, environment));
        Configuration set =
                Configuration.of(List.of(main, dropIn, environment, ConfigFile.fromCommandLine(List.of("Lib.Dir=/d"))));

        assertThat(configuration.setting(AgentKeys.PID_FILE).origin()).hasToString("/etc/waagent.conf:4");
        assertThat(configuration.setting(AgentKeys.VERBOSE).origin()).hasToString("/etc/goalstated/conf.d/10.conf:1");
        assertThat(configuration.get(AgentKeys.VERBOSE)).isTrue();
        assertThat(configuration.setting(AgentKeys.LIBRARY_DIRECTORY).origin())
                .hasToString("environment GOALSTATED_Lib__Dir");
        assertThat(set.get(AgentKeys.LIBRARY_DIRECTORY)).isEqualTo("/d");
        assertThat(set.setting(AgentKeys.LIBRARY_DIRECTORY).origin()).hasToString("--set");
        assertThat(configuration.setting(AgentKeys.GRACE_PERIOD).origin()).hasToString("default");
    }

    @Test
    @Conforms("OPS-91")
    void limits_of_single_extensions_are_known_by_their_names_in_any_case() {
        Configuration configuration = Configuration.of(List.of(ConfigFile.parse(
                "f", "Extensions.Limits=Contoso.Probe:cpu=50,memory=none; Contoso.Other:memory=64;\n")));

        assertThat(configuration.get(ExtensionKeys.LIMITS))
                .containsOnly(
                        Map.entry(
                                "contoso.probe",
                                new OwnLimits(Optional.of(OptionalInt.of(50)), Optional.of(OptionalInt.empty()))),
                        Map.entry("contoso.other", new OwnLimits(Optional.empty(), Optional.of(OptionalInt.of(64)))));
        assertThat(configuration.warnings()).isEmpty();
        assertThat(Configuration.of(List.of()).get(ExtensionKeys.LIMITS)).isEmpty();
    }

    @ParameterizedTest
    @Conforms("OPS-64")
    @CsvSource(
            delimiter = '|',
            value = {
                "UNKNOWN_KEY|logs.verbose=y|f:2: unknown key logs.verbose is ignored",
                "WRONG_TYPE|Logs.Verbose=yes|f:2: Logs.Verbose=yes is neither y nor n; the default n is used"
                        + " (allowed: y or n)",
                "WRONG_TYPE|Extensions.GoalStatePeriod=soon|f:2: Extensions.GoalStatePeriod=soon is not a number; the"
                        + " default 6 is used (allowed: 1 to 86400 seconds)",
                "OUT_OF_RANGE|Logs.MaxFiles=0|f:2: Logs.MaxFiles=0 is not within 1 to 1000; the default 10 is used"
                        + " (allowed: 1 to 1000)",
                "OUT_OF_RANGE|Logs.MaxFiles=99999999999999999999|f:2: Logs.MaxFiles=99999999999999999999 is not within 1"
                        + " to 1000; the default 10 is used (allowed: 1 to 1000)",
                "WRONG_TYPE|Extensions.Limits=A.B:disk=1|f:2: Extensions.Limits=A.B:disk=1 is not understood, 'disk=1' is neither"
                        + " cpu=PERCENT nor memory=MEGABYTES; the default None is used"
                        + " (allowed: Publisher.Type:cpu=PERCENT,memory=MEGABYTES; ..., or None)",
                "WRONG_TYPE|Extensions.Limits=cpu=1|f:2: Extensions.Limits=cpu=1 is not understood, 'cpu=1' does not begin with an extension"
                        + " and a colon; the default None is used"
                        + " (allowed: Publisher.Type:cpu=PERCENT,memory=MEGABYTES; ..., or None)",
                "OUT_OF_RANGE|Extensions.Limits=A.B:memory=1|f:2: Extensions.Limits=A.B:memory=1 is not within 16 to"
                        + " 1000000; the default None is used"
                        + " (allowed: Publisher.Type:cpu=PERCENT,memory=MEGABYTES; ..., or None)",
                "WRONG_TYPE|Lib.Dir=waagent|f:2: Lib.Dir=waagent is not an absolute path; the default /var/lib/waagent is"
                        + " used (allowed: an absolute path)",
                "WRONG_TYPE|HttpProxy.CredentialFile=proxy.secret|f:2: HttpProxy.CredentialFile=proxy.secret is not an"
                        + " absolute path; the default None is used (allowed: an absolute path, or None)",
                "WRONG_TYPE|Extensions.TrustAnchors=roots|f:2: Extensions.TrustAnchors=roots is not an absolute path; the"
                        + " default None is used (allowed: an absolute path, or None)",
                "WRONG_TYPE|Extensions.SignatureValidation=strict|f:2: Extensions.SignatureValidation=strict is not one of"
                        + " off, report, integrity, enforce; the default integrity is used"
                        + " (allowed: off, report, integrity, enforce)",
                "DEPRECATED|Debug.EnableSignatureValidation=y|f:2: Debug.EnableSignatureValidation is deprecated: use"
                        + " Extensions.SignatureValidation",
                "INCOMPLETE|HttpProxy.Host=proxy|f:2: HttpProxy.Host is set without HttpProxy.Port; no proxy is used",
            })
    void each_kind_of_bad_line_gives_one_warning_with_its_place(ConfigWarning.Kind kind, String line, String message) {
        Configuration configuration = Configuration.of(List.of(ConfigFile.parse("f", "#\n" + line + "\n")));

        assertThat(configuration.warnings()).extracting(ConfigWarning::kind).containsExactly(kind);
        assertThat(configuration.warnings().get(0)).hasToString(message);
    }

    @Test
    @Conforms("OPS-64")
    void a_key_that_is_set_twice_in_a_file_is_named_and_the_last_line_counts() {
        Configuration configuration =
                Configuration.of(List.of(ConfigFile.parse("f", "Logs.Verbose=n\nLogs.Verbose=y\n")));

        assertThat(configuration.get(AgentKeys.VERBOSE)).isTrue();
        assertThat(configuration.warnings())
                .extracting(ConfigWarning::toString)
                .containsExactly("f:2: Logs.Verbose is set twice in this file; the last one counts");
    }

    @Test
    @Conforms("OPS-64")
    void a_bad_value_is_shown_as_the_default_that_is_in_force() {
        Configuration configuration = Configuration.of(List.of(ConfigFile.parse("f", "Logs.MaxFiles=many\n")));

        assertThat(configuration.get(AgentKeys.LOG_MAX_FILES)).isEqualTo(10);
        assertThat(configuration.setting(AgentKeys.LOG_MAX_FILES).origin()).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void none_means_not_set() {
        Configuration configuration = Configuration.of(
                List.of(ConfigFile.parse("f", "OS.RootDeviceScsiTimeout=None\nLib.Dir=None\nHttpProxy.Host=None\n")));

        assertThat(configuration.get(SystemKeys.SCSI_TIMEOUT)).isEmpty();
        assertThat(configuration.get(AgentKeys.LIBRARY_DIRECTORY)).isEqualTo("/var/lib/waagent");
        assertThat(configuration.get(ProtocolKeys.PROXY_HOST)).isEmpty();
        assertThat(configuration.isSet(AgentKeys.LIBRARY_DIRECTORY)).isFalse();
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    @Conforms("OPS-69")
    void what_distributions_ship_gives_no_warning() {
        // The keys and values that shipped files set, old and new ones.
        String shipped = """
                Extensions.Enabled=y
                Extensions.GoalStatePeriod=6
                Provisioning.Enabled=n
                Provisioning.UseCloudInit=y
                Provisioning.Agent=auto
                Provisioning.SshHostKeyPairType=ed25519
                ResourceDisk.Filesystem=ufs2
                ResourceDisk.MountPoint=/mnt
                ResourceDisk.MountOptions=None
                LBProbeResponder=y
                Logs.Collect=n
                OS.EnableFIPS=n
                OS.RootDeviceScsiTimeout=300
                OS.OpensslPath=None
                OS.EnableFirewallPeriod=30
                OS.EnableRDMA=y
                OS.UpdateRdmaDriver=y
                OS.CheckRdmaDriver=y
                OS.SshdConfigPath=/config/ssh/sshd_config
                AutoUpdate.Enabled=y
                AutoUpdate.UpdateToLatestVersion=n
                AutoUpdate.GAFamily=Prod
                CGroups.EnforceLimits=n
                CGroups.Excluded=customscript,runcommand
                HttpProxy.Host=None
                HttpProxy.Port=None
                Role.StateConsumer=None
                DetectScvmmEnv=n
                Debug.AgentMemoryQuota=31457280
                """;

        assertThat(Configuration.of(List.of(ConfigFile.parse("f", shipped))).warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @Conforms("OPS-22")
    @CsvSource({
        "AutoUpdate.Enabled, n",
        "AutoUpdate.UpdateToLatestVersion, n",
        "AutoUpdate.GAFamily, Test",
        "Autoupdate.Frequency, 60",
        "Debug.EnableGAVersioning, n",
        "Debug.EnableRsmDowngrade, y",
        "Debug.SelfUpdateHotfixFrequency, 60",
        "Debug.SelfUpdateRegularFrequency, 60",
        "Debug.AutoUpdateHotfixFrequency, 60",
        "Debug.AutoUpdateNormalFrequency, 60"
    })
    void what_the_owner_says_of_updates_is_accepted_and_its_text_tells_why_it_has_no_effect(String name, String value) {
        ConfigKey<?> key = ConfigKeys.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(Configuration.of(List.of(ConfigFile.parse("f", name + "=" + value)))
                        .warnings())
                .isEmpty();
        assertThat(key.isEffective()).isFalse();
        assertThat(key.text()).contains("never updates itself");
    }

    @Test
    void values_come_in_the_type_of_their_key() {
        Configuration configuration = Configuration.of(List.of(ConfigFile.parse("f", """
                Extensions.EnableTimeout=7
                HttpProxy.Port=3128
                Protocol.WireServer=127.0.0.1:8080
                Extensions.SignatureValidation=ENFORCE
                """)));

        assertThat(configuration.get(ExtensionKeys.ENABLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.get(ProtocolKeys.PROXY_PORT)).contains(3128);
        assertThat(configuration.get(ProtocolKeys.WIRE_SERVER)).contains("127.0.0.1:8080");
        assertThat(configuration.get(ExtensionKeys.SIGNATURE_VALIDATION)).isEqualTo("enforce");
    }

    @Test
    void what_differs_between_two_configurations_is_listed() {
        Configuration before = Configuration.of(List.of(ConfigFile.parse("f", "Logs.Verbose=n\nLib.Dir=/a\n")));
        Configuration after = Configuration.of(List.of(ConfigFile.parse("f", "Logs.Verbose=y\nLib.Dir=/a\n")));

        assertThat(after.differingFrom(before)).containsExactly(AgentKeys.VERBOSE);
    }

    @Test
    @Conforms("OPS-70")
    void our_own_keys_have_their_defaults_when_nothing_is_written() {
        Configuration configuration = Configuration.defaults();

        assertThat(configuration.get(ProtocolKeys.WIRE_SERVER)).isEmpty();
        assertThat(configuration.get(ProtocolKeys.HOST_PLUGIN)).isEmpty();
        assertThat(configuration.get(ProtocolKeys.IMDS)).isEmpty();
        assertThat(configuration.get(ExtensionKeys.SIGNATURE_VALIDATION)).isEqualTo("integrity");
        assertThat(configuration.get(ExtensionKeys.TRUST_ANCHORS)).isEmpty();
        assertThat(configuration.get(ExtensionKeys.MAX_PARALLEL_ENABLE)).isEqualTo(4);
        assertThat(configuration.get(ExtensionKeys.INSTALL_TIMEOUT)).hasSeconds(900);
        assertThat(configuration.get(ExtensionKeys.UPDATE_TIMEOUT)).hasSeconds(900);
        assertThat(configuration.get(ExtensionKeys.ENABLE_TIMEOUT)).hasSeconds(300);
        assertThat(configuration.get(ExtensionKeys.DISABLE_TIMEOUT)).hasSeconds(900);
        assertThat(configuration.get(ExtensionKeys.UNINSTALL_TIMEOUT)).hasSeconds(300);
        assertThat(configuration.get(AgentKeys.GRACE_PERIOD)).hasSeconds(30);
        assertThat(configuration.get(AgentKeys.LOG_FORMAT)).isEqualTo("text");
        assertThat(configuration.get(AgentKeys.LOG_FILE)).isEqualTo("/var/log/waagent.log");
        assertThat(configuration.get(AgentKeys.LOG_MAX_SIZE_MB)).isEqualTo(20);
        assertThat(configuration.get(AgentKeys.LOG_MAX_FILES)).isEqualTo(10);
        assertThat(configuration.get(AgentKeys.LOG_MAX_TOTAL_MB)).isEqualTo(200);
        assertThat(configuration.get(ExtensionKeys.LOG_MAX_MB)).isEqualTo(200);
        assertThat(configuration.get(ExtensionKeys.MAX_PACKAGE_MB)).isEqualTo(1024);
        assertThat(configuration.get(AgentKeys.TELEMETRY_LEVEL)).isEqualTo("full");
        assertThat(configuration.get(ProtocolKeys.PROXY_CREDENTIAL_FILE)).isEmpty();
        assertThat(configuration.get(SystemKeys.FIREWALL_IMDS)).isEqualTo("open");
        assertThat(configuration.get(SystemKeys.FIREWALL_ALLOW_UIDS)).isEmpty();
        assertThat(configuration.get(AgentKeys.FIPS_STRICT)).isFalse();
    }
}
