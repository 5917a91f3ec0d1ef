package io.goalstated.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which goalstated this is.
 *
 * @param own as released
 * @param reported four-part, what the platform is told: above every WALinuxAgent 2.x, whose minimum it knows (design 10)
 */
public record AgentVersion(String own, String reported) {
    /** Of this program, as the build wrote it down. */
    public static AgentVersion current() {
        Properties properties = new Properties();
        try (InputStream in = AgentVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: version.properties is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AgentVersion(
                properties.getProperty("version", "unknown"), properties.getProperty("reported", "3.0.0.0"));
    }
}
