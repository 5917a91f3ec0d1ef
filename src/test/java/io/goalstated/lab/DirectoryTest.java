package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Addresses LAB = new Addresses(
            new Address("127.0.0.1", 8080),
            new Address("127.0.0.1", 8081),
            new Address("127.0.0.1", 8082),
            new Address("127.0.0.1", 8083),
            Optional.empty());

    private final Directory directory = new Directory(LAB, Optional.of(Upstream.at("168.63.129.16")));

    @Test
    void servers_of_the_platform_get_the_labs_addresses_and_storage_accounts_a_folder() {
        String text =
                "<HostingEnvironmentConfig>http://168.63.129.16:80/machine/x?comp=config</HostingEnvironmentConfig>"
                        + "<StatusUploadBlob>https://md-1.z5.blob.storage.azure.net/$system/vm.status?sig=a%2b</StatusUploadBlob>"
                        + "<Uri>https://acct.blob.core.windows.net/c/p.zip</Uri><X xmlns='http://www.w3.org/2001/XMLSchema'/>";

        String outward = directory.outward(text.replace("md-1.z5.blob", "md-1.blob"));

        assertThat(outward)
                .isEqualTo(
                        "<HostingEnvironmentConfig>http://127.0.0.1:8080/machine/x?comp=config</HostingEnvironmentConfig>"
                                + "<StatusUploadBlob>http://127.0.0.1:8082/account/https/md-1.blob.storage.azure.net/$system/vm.status"
                                + "?sig=a%2b</StatusUploadBlob>"
                                + "<Uri>http://127.0.0.1:8082/account/https/acct.blob.core.windows.net/c/p.zip</Uri>"
                                + "<X xmlns='http://www.w3.org/2001/XMLSchema'/>");
    }

    @Test
    void what_goes_back_names_the_platform_again() {
        assertThat(directory.inward("http://127.0.0.1:8082/account/https/acct.blob.core.windows.net/c/p.zip?sig=1"))
                .isEqualTo("https://acct.blob.core.windows.net/c/p.zip?sig=1");
    }

    @Test
    void the_host_plugins_address_is_not_taken_for_the_wireservers() {
        assertThat(directory.outward("http://168.63.129.16:32526/versions http://168.63.129.16/machine"))
                .isEqualTo("http://127.0.0.1:8081/versions http://127.0.0.1:8080/machine");
    }

    @Test
    void a_recording_names_no_address_and_gets_those_of_the_run_that_plays_it() {
        String text = "http://127.0.0.1:8080/machine http://127.0.0.1:8082/x http://127.0.0.1:80801/";
        Directory later = new Directory(
                new Addresses(Address.ANY, Address.ANY, new Address("127.0.0.1", 9), Address.ANY, Optional.empty()),
                Optional.empty());

        String anonymous = directory.anonymous(text);

        assertThat(anonymous).isEqualTo("http://wire.recorded/machine http://blob.recorded/x http://127.0.0.1:80801/");
        assertThat(later.concrete(anonymous)).contains("http://127.0.0.1:9/x");
    }
}
