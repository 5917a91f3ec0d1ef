package io.goalstated.disc;

import java.io.IOException;
import java.util.List;

/**
 * Discs: an image that {@code genisoimage} made, of which the input changes bytes. The first byte chooses the image; then
 * three bytes each say which of the written places is changed, and to what.
 */
public final class DiscFuzz {
    private static final List<byte[]> IMAGES = images();
    private static final List<int[]> WRITTEN =
            IMAGES.stream().map(DiscTest::written).toList();

    private DiscFuzz() {}

    private static List<byte[]> images() {
        try {
            return List.of(
                    DiscTest.image("udf"),
                    DiscTest.image("rock-ridge"),
                    DiscTest.image("joliet"),
                    DiscTest.image("plain"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length < 4) {
            return;
        }
        int chosen = data[0] & 3;
        byte[] image = IMAGES.get(chosen);
        int[] written = WRITTEN.get(chosen);
        int[] places = new int[(data.length - 1) / 3];
        byte[] before = new byte[2 * places.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = written[((data[3 * i + 1] & 0xff) << 8 | (data[3 * i + 2] & 0xff)) % written.length];
            int seal = seal(places[i]);
            before[2 * i] = image[places[i]];
            before[2 * i + 1] = image[seal];
            image[places[i]] = data[3 * i + 3];
            if (places[i] != seal) {
                // The tag's checksum is made right again, so that the change is believed.
                DiscTest.sealTag(image, places[i] / 2048 * 2048);
            }
        }
        try {
            DiscTest.accepts(image);
        } finally {
            for (int i = places.length - 1; i >= 0; i--) {
                image[seal(places[i])] = before[2 * i + 1];
                image[places[i]] = before[2 * i];
            }
        }
    }

    /** Where the checksum is, if the place is in a tag, as it may be at the start of a block; else the place itself. */
    private static int seal(int place) {
        return place % 2048 < 16 ? place / 2048 * 2048 + 4 : place;
    }
}
