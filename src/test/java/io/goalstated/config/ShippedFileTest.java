package io.goalstated.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file that the package installs is made of the registry: {@code mvn test -Dtest=ShippedFileTest -Dupdate} writes it. */
class ShippedFileTest {
    private static final Path FILE = Path.of("conf/waagent.conf");

    @Test
    @Conforms("OPS-67")
    void the_shipped_file_explains_every_key_as_the_registry_does() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, Explanation.file());
        }

        assertThat(Files.readString(FILE)).isEqualTo(Explanation.file());
    }

    @Test
    @Conforms("OPS-69")
    void the_shipped_file_gives_no_warning() throws IOException {
        ConfigFile file = ConfigFile.parse("f", Files.readString(FILE));

        assertThat(Configuration.of(List.of(file)).warnings()).isEmpty();
    }

    @Test
    void every_default_that_the_file_shows_is_accepted_when_its_comment_sign_is_taken_away() throws IOException {
        String uncommented = Files.readString(FILE).replaceAll("(?m)^#([A-Z])", "$1");

        assertThat(Configuration.of(List.of(ConfigFile.parse("f", uncommented))).warnings())
                .isEmpty();
    }
}
