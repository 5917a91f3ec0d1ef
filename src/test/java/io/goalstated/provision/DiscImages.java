package io.goalstated.provision;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Images of provisioning discs that are kept for tests. */
final class DiscImages {
    private DiscImages() {}

    static byte[] of(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(
                DiscImages.class.getResourceAsStream("/provisioning/" + name + ".iso.gz"), name))) {
            return in.readAllBytes();
        }
    }
}
