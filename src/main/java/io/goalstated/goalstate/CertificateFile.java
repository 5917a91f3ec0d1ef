package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.Optional;

/** The Certificates document, its envelope still closed (spec 01 §5.2). */
public sealed interface CertificateFile {
    /** The only format in which private keys arrive; also meant when none is named. */
    String PFX_FORMAT = "Pkcs7BlobWithPfxContents";

    /** @param data base64 of a CMS envelope, wrapped in lines */
    record Envelope(String data) implements CertificateFile {
        @Override
        public String toString() {
            return "Envelope[***]";
        }
    }

    /** No certificates; nothing is wrong. */
    record NoData() implements CertificateFile {}

    /** No certificates that this agent could use, worth a warning. */
    record OtherFormat(String format) implements CertificateFile {}

    static CertificateFile parse(String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.CERTIFICATES, "CertificateFile", text);
        Optional<String> data = root.firstText("Data");
        if (data.isEmpty()) {
            return new NoData();
        }
        String format = root.firstText("Format").orElse(PFX_FORMAT);
        return format.equals(PFX_FORMAT) ? new Envelope(data.get()) : new OtherFormat(format);
    }
}
