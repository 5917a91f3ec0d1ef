package io.goalstated.cli;

import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerManifest.SigningInfo;
import io.goalstated.extension.HandlerManifestReader;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.trust.SignerRule;
import io.goalstated.trust.SigningBinding;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Which extension a package is taken for, and which it says it is.
 *
 * @param name the one asked for, or what the package says; empty when nobody says
 * @param signingInfo of its manifest
 */
record PackageIdentity(Optional<HandlerName> name, Optional<VersionNumber> version, Optional<SigningInfo> signingInfo) {
    private static final int MAX_MANIFEST = 1 << 20;

    /**
     * @param name asked for, instead of the package's own
     * @throws Failure when the package cannot be read, or a word is no name or version
     */
    static PackageIdentity of(Path zip, Optional<String> name, Optional<String> version) throws Failure {
        Optional<SigningInfo> info = manifest(zip).flatMap(HandlerManifest::signingInfo);
        Optional<String> own = info.flatMap(PackageIdentity::fullName);
        return new PackageIdentity(
                name.isPresent() ? Optional.of(parsedName(name.get())) : own.flatMap(HandlerName::parse),
                version.isPresent()
                        ? Optional.of(parsedVersion(version.get()))
                        : info.flatMap(SigningInfo::version).flatMap(VersionNumber::parse),
                info);
    }

    /** Who may sign it. */
    SignerRule rule() {
        return name.map(known -> SignerRule.of(known, Set.of())).orElse(SignerRule.ANYBODY);
    }

    /** The verdict with the comparison of names, if there is something to compare. */
    Verdict bind(Verdict verdict) {
        return name.isPresent() && version.isPresent()
                ? verdict.bound(SigningBinding.check(name.get(), version.get(), signingInfo))
                : verdict;
    }

    @Override
    public String toString() {
        return name.map(HandlerName::value).orElse("unknown") + " "
                + version.map(VersionNumber::text).orElse("");
    }

    private static Optional<String> fullName(SigningInfo info) {
        return info.publisher().flatMap(publisher -> info.type().map(type -> publisher + "." + type));
    }

    private static HandlerName parsedName(String text) throws Failure {
        return HandlerName.parse(text)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "'" + text + "' is no extension name; write it like Contoso.Samples.Hello"));
    }

    private static VersionNumber parsedVersion(String text) throws Failure {
        return VersionNumber.parse(text)
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "'" + text + "' is no version; write it like 1.0.0"));
    }

    private static Optional<HandlerManifest> manifest(Path zip) throws Failure {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            ZipEntry entry = file.getEntry(HandlerManifestReader.FILE_NAME);
            if (entry == null) {
                throw new Failure(
                        ExitCode.FAILURE, zip + " has no HandlerManifest.json; name the zip of an extension package");
            }
            return Optional.of(HandlerManifestReader.read(Optional.of(text(file, entry))));
        } catch (ZipException e) {
            throw new Failure(
                    ExitCode.FAILURE,
                    zip + " is no zip archive (" + e.getMessage() + "); name the zip of an extension package");
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILURE, zip + " cannot be read: " + e.getMessage());
        } catch (HandlerManifest.Malformed e) {
            return Optional.empty();
        }
    }

    private static String text(ZipFile file, ZipEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_MANIFEST);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
