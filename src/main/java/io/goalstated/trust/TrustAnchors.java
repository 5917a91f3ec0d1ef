package io.goalstated.trust;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The roots from which trust in package signatures comes: those that ship with the program, each checked against the
 * fingerprint recorded here, and the administrator's. Never the store of the system or of Java (spec 04 OPS-127).
 *
 * @param problems why some anchor is not among them, for people; the rest is good
 */
public record TrustAnchors(
        List<X509Certificate> codeSigning, List<X509Certificate> timeStamping, List<String> problems) {
    private static final String CODE_SIGNING = "code-signing";
    private static final String TIME_STAMPING = "time-stamping";
    private static final String ROOT_2010 = "microsoft-root-certificate-authority-2010.pem";
    private static final String ROOT_2011 = "microsoft-root-certificate-authority-2011.pem";
    private static final String SHA256_2010 = "DF545BF919A2439C36983B54CDFC903DFA4F37D3996D8D84B4C31EEC6F3C163E";
    private static final String SHA256_2011 = "847DF6A78497943F27FC72EB93F9A637320A02B561D0A91B09E87A7807ED7C61";

    /** No anchor at all. */
    public static final TrustAnchors NONE = new TrustAnchors(List.of(), List.of(), List.of());

    /** What the shipped ones must be. */
    static final Set<String> RECORDED = Set.of(SHA256_2010, SHA256_2011);

    private static final int MAX_FILES = 64;
    private static final int MAX_BYTES = 64 << 10;

    public TrustAnchors {
        codeSigning = List.copyOf(codeSigning);
        timeStamping = List.copyOf(timeStamping);
        problems = List.copyOf(problems);
    }

    /** What ships with the program: Microsoft's root 2011 for code, 2010 and 2011 for time. */
    public static TrustAnchors shipped() {
        Collector code = new Collector();
        code.ship(CODE_SIGNING, ROOT_2011, SHA256_2011);
        Collector time = new Collector();
        time.ship(TIME_STAMPING, ROOT_2010, SHA256_2010);
        time.ship(TIME_STAMPING, ROOT_2011, SHA256_2011);
        return code.with(time);
    }

    /**
     * These and the administrator's: PEM or DER files in the sub-directories {@code code-signing} and {@code
     * time-stamping}. What somebody else than the owner of this process or root could have placed there does not count.
     * Blocking.
     */
    public TrustAnchors plus(Disk disk, Path directory) throws IOException {
        Collector code = new Collector();
        code.take(disk, directory, CODE_SIGNING);
        Collector time = new Collector();
        time.take(disk, directory, TIME_STAMPING);
        return plus(code.with(time));
    }

    public TrustAnchors plus(TrustAnchors more) {
        return new TrustAnchors(
                joined(codeSigning, more.codeSigning),
                joined(timeStamping, more.timeStamping),
                joined(problems, more.problems));
    }

    /** Each anchor by purpose and SHA-256. */
    List<String> fingerprints() {
        List<String> all = new ArrayList<>();
        codeSigning.forEach(anchor -> all.add(CODE_SIGNING + " " + X509.sha256(anchor)));
        timeStamping.forEach(anchor -> all.add(TIME_STAMPING + " " + X509.sha256(anchor)));
        return all;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        for (T each : second) {
            if (!all.contains(each)) {
                all.add(each);
            }
        }
        return all;
    }

    /** Of one purpose. */
    private static final class Collector {
        private final List<X509Certificate> anchors = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        TrustAnchors with(Collector timeStamping) {
            return new TrustAnchors(anchors, timeStamping.anchors, joined(problems, timeStamping.problems));
        }

        void ship(String purpose, String name, String sha256) {
            String resource = "anchors/" + purpose + "/" + name;
            genuine(resource(resource), sha256)
                    .ifPresentOrElse(
                            anchors::add,
                            () -> problems.add("the trust anchor " + resource
                                    + " of the program is damaged: install goalstated again"));
        }

        private static byte[] resource(String name) {
            try (InputStream in = TrustAnchors.class.getResourceAsStream(name)) {
                return in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void take(Disk disk, Path directory, String purpose) throws IOException {
            Path place = directory.resolve(purpose);
            List<Path> files = disk.list(place);
            Optional<String> stranger = Ownership.problem(disk, directory)
                    .or(() -> files.isEmpty() ? Optional.empty() : Ownership.problem(disk, place));
            if (stranger.isPresent()) {
                problems.add(stranger.get() + ": its trust anchors are not used");
                return;
            }
            for (Path file : files) {
                take(disk, file);
            }
        }

        private void take(Disk disk, Path file) {
            Optional<String> stranger = Ownership.problem(disk, file);
            Optional<X509Certificate> anchor = stranger.isPresent() || anchors.size() >= MAX_FILES
                    ? Optional.empty()
                    : Attempt.at(() -> disk.read(file, MAX_BYTES).orElseThrow())
                            .value()
                            .flatMap(TrustAnchors::parse);
            anchor.ifPresentOrElse(
                    anchors::add,
                    () -> problems.add(stranger.orElse(file + " is no certificate") + ": not used as a trust anchor"));
        }
    }

    /** The certificate in the file, if it is the recorded one. */
    static Optional<X509Certificate> genuine(byte[] file, String sha256) {
        return parse(file).filter(certificate -> X509.sha256(certificate).equals(sha256));
    }

    private static Optional<X509Certificate> parse(byte[] bytes) {
        return X509.parse(Pem.decode(Pem.CERTIFICATE, new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse(bytes));
    }
}
