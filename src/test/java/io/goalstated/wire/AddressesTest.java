package io.goalstated.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://168.63.129.16:80/machine?a=b | false | 168.63.129.16 | 80  | /machine?a=b",
                "https://Acct.Blob.Example/$system/x?sig=a%2Fb#c | true | acct.blob.example | 443 | /$system/x?sig=a%2Fb",
                "HTTP://h?q | false | h | 80 | /?q",
                "http://[::1]:8080 | false | ::1 | 8080 | /",
            })
    void a_url_is_taken_apart_unchanged(String url, boolean secure, String host, int port, String uri) {
        assertThat(Target.parse(url)).contains(new Target(secure, host, port, uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/x",
                "http://",
                "http:///x",
                "http://u:p@h/",
                "http://h:0/",
                "http://h:99999/",
                "http://h:8x/",
                "http://h h/",
                "http://h/\u00e4",
                "gopher://h/",
                "http://[::1/",
                "http://[::1]x/"
            })
    void what_is_no_plain_url_is_none(String url) {
        assertThat(Target.parse(url)).isEmpty();
    }

    @Test
    void a_url_in_a_message_has_no_query() {
        assertThat(Target.parse("https://h/x?sig=secret").orElseThrow()).hasToString("https://h/x");
    }

    @ParameterizedTest
    @Conforms("OPS-113")
    @CsvSource({
        "acct.blob.example, true",
        "20.60.1.2, true",
        "127.0.0.1, true",
        "feed.example, true",
        "169.254.169.254, false",
        "168.63.129.16, false",
        "fe80::1, false",
        "::ffff:169.254.169.254, false",
        "2852039166, false",
        "0xa9.254.169.254, false",
        "169.254.43518, false",
        "0251.254.169.254, false",
    })
    void link_local_and_platform_addresses_are_no_storage(String host, boolean allowed) {
        assertThat(StorageRules.of(Endpoints.known()).allows(host)).isEqualTo(allowed);
    }

    @Test
    @Conforms("OPS-113")
    void a_test_bed_on_loopback_may_keep_everything_there() {
        StorageRules rules = StorageRules.of(Endpoints.at("127.0.0.1"));

        assertThat(rules.allows("127.0.0.1")).isTrue();
        assertThat(rules.allows("169.254.1.1")).isTrue();
    }

    @Test
    void handlers_see_the_port_of_the_wireserver_only_where_it_is_not_80() {
        Endpoints moved = Endpoints.known()
                .with(Endpoint.parse("127.0.0.1:8080", 80), Optional.empty(), Endpoint.parse("127.0.0.1:8082", 80));

        assertThat(Endpoints.known().wireProtocolAddress()).isEqualTo("168.63.129.16");
        assertThat(moved.wireProtocolAddress()).isEqualTo("127.0.0.1:8080");
        assertThat(moved.hostPlugin().url()).isEqualTo("http://127.0.0.1:32526");
        assertThat(moved.imds().port()).isEqualTo(8082);
    }

    @Test
    @Conforms("OPS-68")
    void a_configured_proxy_needs_both_host_and_port_and_hides_the_environment() {
        Map<String, String> environment = Map.of("http_proxy", "http://other:1");
        Target target = Target.parse("http://storage.example/").orElseThrow();

        assertThat(ProxyRules.of(Optional.of("proxy"), Optional.of(3128), environment)
                        .proxyFor(target))
                .contains(new Endpoint("proxy", 3128));
        assertThat(ProxyRules.of(Optional.of("proxy"), Optional.empty(), environment)
                        .proxyFor(target))
                .isEmpty();
    }

    @Test
    void the_environment_names_a_proxy_for_each_scheme() {
        ProxyRules rules = ProxyRules.of(
                Optional.empty(),
                Optional.empty(),
                Map.of("HTTP_PROXY", "http://u:p@plain:8080/", "https_proxy", "secure:8443"));

        assertThat(rules.proxyFor(Target.parse("http://a.example/").orElseThrow()))
                .contains(new Endpoint("plain", 8080));
        assertThat(rules.proxyFor(Target.parse("https://a.example/").orElseThrow()))
                .contains(new Endpoint("secure", 8443));
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.internal.example/, false",
        "http://A.INTERNAL.example/, false",
        "http://other.example/, true",
        "http://10.1.2.3/, false",
        "http://10.2.2.3/, true",
        "http://192.0.2.7/, false",
        "http://192.0.2.70/, true",
    })
    @Conforms("OPS-68")
    void no_proxy_exempts_suffixes_addresses_and_networks(String url, boolean proxied) {
        ProxyRules rules = ProxyRules.of(
                Optional.empty(),
                Optional.empty(),
                Map.of("http_proxy", "p:1", "NO_PROXY", ".Internal.example, 10.1.0.0/16,192.0.2.7, 10.0.0.0/99"));

        assertThat(rules.proxyFor(Target.parse(url).orElseThrow()).isPresent()).isEqualTo(proxied);
    }
}
