package io.goalstated.polling;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** Gets the VM's certificates into the library directory, where handlers look for them. */
public interface CertificateDesk {
    /** Those of the thumbprints for which there is no certificate file. Reads the disk; never fails. */
    Future<Set<String>> missing(Set<String> thumbprints);

    /**
     * Fetches the Certificates document and writes what is in it. Any trouble is logged and gives an empty list: a goal
     * state is carried out without its certificates, and only the extensions that need one fail (spec 01 §5.3).
     */
    Future<List<CertificateSummary>> refresh(String uri);

    /** A document that the wireserver encrypts to this VM, such as RemoteAccess; its own parts stay encrypted. */
    Future<String> document(String uri);
}
