package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest.Release;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionManifestTest {
    private static ExtensionManifest of(String... versions) throws MalformedGoalState {
        StringBuilder plugins = new StringBuilder();
        for (String version : versions) {
            plugins.append("<Plugin><Version>" + version + "</Version></Plugin>");
        }
        return ExtensionManifest.parse(
                "<PluginVersionManifest><Plugins>" + plugins + "</Plugins></PluginVersionManifest>");
    }

    @Test
    void public_and_internal_releases_are_one_list() throws MalformedGoalState {
        ExtensionManifest manifest = ExtensionManifest.parse("""
                <PluginVersionManifest xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
                  <Plugins><Plugin><Version>1.4.2</Version>
                    <Uris><Uri> http://a </Uri><Uri>http://b</Uri></Uris>
                    <DisallowMajorVersionUpgrade>true</DisallowMajorVersionUpgrade></Plugin></Plugins>
                  <InternalPlugins><Plugin><Version>1.5.0</Version><Uris/></Plugin></InternalPlugins>
                </PluginVersionManifest>
                """);

        assertThat(manifest.releases())
                .containsExactly(
                        new Release(new VersionNumber("1.4.2"), List.of("http://a", "http://b"), false),
                        new Release(new VersionNumber("1.5.0"), List.of(), true));
    }

    @Test
    void releases_without_a_version_are_left_out() throws MalformedGoalState {
        assertThat(of("1.0", "", "latest", "../1").releases()).hasSize(1);
    }

    @Test
    void a_manifest_may_be_empty() throws MalformedGoalState {
        assertThat(ExtensionManifest.parse("<PluginVersionManifest/>").releases())
                .isEmpty();
    }

    @Conforms("02#33")
    @ParameterizedTest
    @CsvSource({"2.0, 2.0.0", "4.0, 4.0.0.1", "2.3.0, 2.3.0", "4, 4.1.0.0", "3.0.0, none", "5, none"})
    void the_newest_release_that_satisfies_a_request_is_chosen(String requested, String chosen)
            throws MalformedGoalState {
        ExtensionManifest manifest = of("4.0.0.1", "2.0.0", "2.3.0", "3.0", "4.1.0.0", "4.0.0.0");

        assertThat(manifest.choose(new VersionNumber(requested))
                        .map(it -> it.version().text())
                        .orElse("none"))
                .isEqualTo(chosen);
    }

    @Test
    void of_releases_of_one_age_the_last_is_chosen() throws MalformedGoalState {
        assertThat(of("3.0", "3.0.0").choose(new VersionNumber("3")))
                .hasValueSatisfying(it -> assertThat(it.version().text()).isEqualTo("3.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Error/>", "<PluginVersionManifest>"})
    void what_is_no_manifest_is_an_error(String text) {
        assertThatThrownBy(() -> ExtensionManifest.parse(text))
                .isInstanceOf(MalformedGoalState.class)
                .hasMessageStartingWith("extension manifest: ");
    }
}
