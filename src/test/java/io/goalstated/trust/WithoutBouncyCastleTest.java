package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerName;
import io.goalstated.platform.Disk;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Loading Bouncy Castle costs memory that an idle daemon should not pay: here it is not even on the class path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WithoutBouncyCastleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private URLClassLoader bare;

    @BeforeAll
    void leaveItOut() throws Exception {
        List<URL> places = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!place.contains("bouncycastle")) {
                places.add(Path.of(place).toUri().toURL());
            }
        }
        bare = new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    void close() throws Exception {
        bare.close();
    }

    @Test
    @Conforms("OPS-32")
    void an_existing_transport_identity_is_loaded(@TempDir Path library) throws Exception {
        String expected = TransportIdentity.make(new Disk(), library, NOW).headerValue();
        Class<?> type = bare.loadClass(TransportIdentity.class.getName());

        Object identity = type.getMethod("of", String.class, String.class)
                .invoke(
                        null,
                        Files.readString(library.resolve("TransportPrivate.pem")),
                        Files.readString(library.resolve("TransportCert.pem")));

        assertThat(type.getMethod("headerValue").invoke(((Optional<?>) identity).orElseThrow()))
                .isEqualTo(expected);
    }

    @Test
    @Conforms("OPS-127")
    void trust_anchors_are_read_and_checked() throws Exception {
        Object anchors = bare.loadClass(TrustAnchors.class.getName())
                .getMethod("shipped")
                .invoke(null);

        assertThat(anchors.getClass().getMethod("problems").invoke(anchors)).isEqualTo(List.of());
    }

    /** Each start compares them for each unpacked package. */
    @Test
    @Conforms("OPS-32")
    void the_grounds_of_verdicts_are_compared() throws Exception {
        Class<?> denied = bare.loadClass(DenyList.class.getName());
        Class<?> anchors = bare.loadClass(TrustAnchors.class.getName());
        Class<?> revocations = bare.loadClass(Revocations.class.getName());
        Class<?> rule = bare.loadClass(SignerRule.class.getName());
        Object handler = bare.loadClass(HandlerName.class.getName())
                .getConstructor(String.class)
                .newInstance("Microsoft.Azure.Probe");
        Object grounds = bare.loadClass(Grounds.class.getName())
                .getConstructor(anchors, revocations, rule)
                .newInstance(
                        anchors.getField("NONE").get(null),
                        revocations
                                .getMethod("of", denied)
                                .invoke(null, denied.getMethod("shipped").invoke(null)),
                        rule.getMethod("of", handler.getClass(), Set.class).invoke(null, handler, Set.of()));

        String expected = new Grounds(
                        TrustAnchors.NONE,
                        Revocations.of(DenyList.shipped()),
                        SignerRule.of(new HandlerName("Microsoft.Azure.Probe"), Set.of()))
                .fingerprint(NOW);

        assertThat(grounds.getClass().getMethod("fingerprint", Instant.class).invoke(grounds, NOW))
                .isEqualTo(expected);
    }

    @Test
    void it_really_is_missing() {
        assertThatThrownBy(() -> bare.loadClass("org.bouncycastle.cms.CMSSignedData"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
