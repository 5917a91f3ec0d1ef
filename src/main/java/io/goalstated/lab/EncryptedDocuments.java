package io.goalstated.lab;

import io.goalstated.lab.issue.Cipher;
import io.goalstated.lab.issue.TransportRecipient;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Documents whose secrets are encrypted to the certificate of whoever asks (spec 01 §4.6, §5.2). Blocks for the keys. */
final class EncryptedDocuments {
    /** {@code EEE, dd MMM yyyy HH:mm:ss UTC}. */
    private static final DateTimeFormatter EXPIRATION = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Credentials credentials;

    EncryptedDocuments(Credentials credentials) {
        this.credentials = credentials;
    }

    String certificates(int incarnation, TransportRecipient recipient, Cipher cipher) {
        byte[] envelope = recipient.encrypt(credentials.tenant().pfx(), cipher);
        return Xml.HEADER + """
                <CertificateFile xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="certificates10.xsd">
                  <Version>2012-11-30</Version>
                  <Incarnation>%d</Incarnation>
                  <Format>Pkcs7BlobWithPfxContents</Format>
                  <Data>%s</Data>
                </CertificateFile>
                """.formatted(incarnation, Base64.getMimeEncoder().encodeToString(envelope));
    }

    /** Passwords travel as UTF-16 without a mark, little-endian (spec 01 §5.4). */
    static String remoteAccess(int incarnation, List<RemoteUser> users, TransportRecipient recipient, Cipher cipher) {
        StringBuilder out = new StringBuilder(Xml.HEADER)
                .append("<RemoteAccess>\n  <Version>1</Version>\n  <Incarnation>%d</Incarnation>\n  <Users>\n"
                        .formatted(incarnation));
        for (RemoteUser user : users) {
            byte[] password = recipient.encrypt(user.password().getBytes(StandardCharsets.UTF_16LE), cipher);
            if (user.flaw() == RemoteUser.Flaw.PASSWORD) {
                password = Arrays.copyOf(password, password.length / 2);
            }
            out.append("    <User><Name>%s</Name><Password>%s</Password><Expiration>%s</Expiration><Groups/></User>\n"
                    .formatted(
                            Xml.escape(user.name()),
                            Base64.getEncoder().encodeToString(password),
                            user.flaw() == RemoteUser.Flaw.DATE ? "soon" : EXPIRATION.format(user.expiration())));
        }
        return out.append("  </Users>\n</RemoteAccess>\n").toString();
    }
}
