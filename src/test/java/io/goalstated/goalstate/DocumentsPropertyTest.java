package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever arrives, a parser gives a value or its typed exception, soon. The documents of this class are mutated, cut,
 * spliced and filled with noise by a seeded generator; the seed is in the test's name.
 */
class DocumentsPropertyTest {
    private static final int ROUNDS_PER_SEED = 40;

    private static final String CONFIG = """
            <?xml version="1.0" encoding="utf-8"?>
            <Extensions><Plugins>
              <Plugin name="A.B" version="1.4.2" location="https://a.example/m.xml" state="enabled" encodedSignature="MI"/>
              <Plugin name="C.D" version="2.0.1" state="enabled"><additionalLocations><additionalLocation>https://c
              </additionalLocation></additionalLocations></Plugin></Plugins>
            <PluginSettings><Plugin name="a.b" version="1.4.2"><DependsOn dependencyLevel="1">
              <DependsOnExtension extension="x" handler="C.D"/></DependsOn><RuntimeSettings seqNo="7">
              {"runtimeSettings":[{"handlerSettings":{"protectedSettingsCertThumbprint":"8F","protectedSettings":"S3CR3T",
              "publicSettings":{"interval":5}}}]}</RuntimeSettings></Plugin>
              <Plugin name="C.D" version="2.0.1"><ExtensionRuntimeSettings seqNo="0" name="x" state="enabled"><![CDATA[
              {"runtimeSettings":[{"handlerSettings":{}}]}]]></ExtensionRuntimeSettings></Plugin></PluginSettings>
            <StatusUploadBlob statusBlobType="BlockBlob">https://a/$system/vm.status?sv=1&amp;sig=S3CR3T</StatusUploadBlob>
            <InVMGoalStateMetaData inSvdSeqNo="12" createdOnTicks="638712345678901234" activityId="5b" correlationId="77"/>
            </Extensions>
            """;

    private static final String SETTINGS = """
            {"hostGAPluginVersion": "1.0.8.175", "inSvdSeqNo": 42, "extensionGoalStatesSource": "FastTrack",
             "statusUploadBlob": {"statusBlobType": "BlockBlob", "value": "https://a/$system/vm.status?sig=S3CR3T"},
             "extensionGoalStates": [{"name": "A.B", "version": "1.4.2", "state": "enabled", "settingsSeqNo": 7,
               "settings": [{"protectedSettingsCertThumbprint": "8F", "protectedSettings": "S3CR3T",
                 "publicSettings": "{\\"interval\\":5}"}],
               "dependsOn": [{"dependsOnExtension": [{"handler": "C.D"}], "dependencyLevel": 1}]}]}
            """;

    private static final String GOAL_STATE = """
            <GoalState><Incarnation>3</Incarnation><Container><ContainerId>0a</ContainerId><RoleInstanceList>
            <RoleInstance><InstanceId>5d._vm0</InstanceId><Configuration><HostingEnvironmentConfig>http://h?a&amp;b
            </HostingEnvironmentConfig><SharedConfig>http://s</SharedConfig></Configuration></RoleInstance>
            </RoleInstanceList></Container></GoalState>
            """;

    private static final String POLICY = """
            {"policyVersion": "0.1.0", "extensionPolicies": {"allowListedExtensionsOnly": false, "extensions":
             {"A.B": {"signatureRequired": true, "signers": ["x"], "runtimePolicy": {"a": 1}}}}}
            """;

    private static final List<String> SPLICES = List.of(
            "<",
            ">",
            "</",
            "/>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?x ?>",
            "<!DOCTYPE x>",
            "&amp;",
            "&#63;",
            "&x;",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u0000",
            "null",
            "-1",
            "1e9",
            "\0",
            "\uFEFF",
            "\uD800",
            "name=\"",
            "protectedSettings",
            "xmlns:a='b'",
            "a:",
            "../",
            "..",
            "?",
            "\n",
            "99999999999999999999");

    static LongStream seeds() {
        return LongStream.range(1, 9);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parsers_give_a_value_or_their_typed_exception(long seed) {
        Random random = new Random(seed);

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < ROUNDS_PER_SEED; round++) {
                EveryParser.read(mutated(CONFIG, random));
                EveryParser.read(mutated(SETTINGS, random));
                EveryParser.read(mutated(GOAL_STATE, random));
                EveryParser.read(mutated(POLICY, random));
                EveryParser.read(noise(random));
            }
        });
    }

    /** A mutation may rename what holds the secret; only what a parser takes for a secret is one. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void redaction_lets_no_secret_through_that_a_reader_would_find(long seed) {
        Random random = new Random(seed);

        for (int round = 0; round < ROUNDS_PER_SEED; round++) {
            String config = mutated(CONFIG, random);
            String settings = mutated(SETTINGS, random);

            Redaction.extensionsConfig(config)
                    .ifPresent(copy -> assertThat(
                                    EveryParser.secrets(() -> ExtensionsConfig.parse(new Incarnation("1"), copy)))
                            .as(config)
                            .doesNotContain(EveryParser.SECRET));
            assertThat(EveryParser.secrets(() -> VmSettings.parse("1", Redaction.vmSettings(settings))
                            .goalState()))
                    .as(settings)
                    .doesNotContain(EveryParser.SECRET);
        }
    }

    /** Ten thousand of everything, far beyond any real machine: seconds would mean that some reading is quadratic. */
    @Test
    void the_time_grows_with_the_size_only() {
        StringBuilder plugins = new StringBuilder();
        StringBuilder settings = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            plugins.append("<Plugin name='A.B" + i + "' version='1' state='enabled'/>");
            settings.append("<Plugin name='A.B" + i + "' version='1'/>");
            names.append("<ExtensionRuntimeSettings name='a" + i + "' seqNo='1'/>");
        }
        String config = "<Extensions><Plugins>" + plugins + "</Plugins><PluginSettings><Plugin name='A.B1' version='1'>"
                + names + "</Plugin>" + settings + "</PluginSettings></Extensions>";

        assertTimeout(Duration.ofSeconds(20), () -> EveryParser.read(config));
    }

    private static String mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(6)) {
                case 0 -> out.setCharAt(at, (char) (32 + random.nextInt(96)));
                case 1 -> out.delete(at, Math.min(out.length() - 1, at + random.nextInt(20)));
                case 2 -> out.setLength(Math.max(1, at));
                case 3 -> out.insert(at, out.substring(at, Math.min(out.length(), at + random.nextInt(80))));
                default -> out.insert(at, SPLICES.get(random.nextInt(SPLICES.size())));
            }
        }
        return out.toString();
    }

    private static String noise(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            out.append(
                    random.nextBoolean()
                            ? SPLICES.get(random.nextInt(SPLICES.size()))
                            : (char) random.nextInt(0x10000));
        }
        return out.toString();
    }
}
