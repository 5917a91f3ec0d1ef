package io.goalstated.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
    @Test
    void elements_keep_their_order_and_attributes() throws MalformedXml {
        Element root = Xml.parse("<a x='1' y='&lt;'><b/><c/><b/></a>");

        assertThat(root.name()).isEqualTo("a");
        assertThat(root.attribute("y")).isEqualTo("<");
        assertThat(root.attribute("z")).isEmpty();
        assertThat(root.children()).extracting(Element::name).containsExactly("b", "c", "b");
        assertThat(root.children("b")).hasSize(2);
    }

    @Test
    void the_first_descendant_is_found_in_document_order_at_any_depth() throws MalformedXml {
        Element root = Xml.parse("<a><b><c>deep</c></b><c>flat</c></a>");

        assertThat(root.firstText("c")).contains("deep");
        assertThat(root.first("d")).isEmpty();
    }

    @Test
    void the_items_of_a_list_are_its_direct_children_only() throws MalformedXml {
        Element root = Xml.parse("<a><list><item>1</item><x><item>no</item></x><item>2</item></list></a>");

        assertThat(root.items("list", "item")).extracting(Element::text).containsExactly("1", "2");
        assertThat(root.items("none", "item")).isEmpty();
    }

    @Test
    void text_is_trimmed_joined_and_may_be_cdata() throws MalformedXml {
        assertThat(Xml.parse("<a>\n one &amp; <![CDATA[<two>]]><!-- no --> three\n</a>")
                        .text())
                .isEqualTo("one & <two> three");
    }

    @Test
    void an_element_with_blank_text_has_none() throws MalformedXml {
        assertThat(Xml.parse("<a><b> \n </b></a>").firstText("b")).isEmpty();
    }

    @Test
    void names_are_local_and_an_unprefixed_attribute_wins() throws MalformedXml {
        Element root = Xml.parse("<n:a xmlns:n='urn:n' x='plain' n:x='prefixed' n:y='only'/>");

        assertThat(root.name()).isEqualTo("a");
        assertThat(root.attribute("x")).isEqualTo("plain");
        assertThat(root.attribute("y")).isEqualTo("only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF<a/>", "\r\n <?xml version='1.0'?><a/>", "<a/>\u0000\u0000\n", "\uFEFF\n<a/>"})
    void what_surrounds_a_document_is_skipped(String text) throws MalformedXml {
        assertThat(Xml.parse(text).name()).isEqualTo("a");
    }

    @Test
    void the_declared_encoding_of_decoded_text_means_nothing() throws MalformedXml {
        assertThat(Xml.parse("<?xml version='1.0' encoding='utf-16'?><a>ä</a>").text())
                .isEqualTo("ä");
    }

    @ParameterizedTest
    @Conforms({"03R#1", "OPS-110"})
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>",
            })
    void a_document_type_declaration_is_refused(String text) {
        assertThatThrownBy(() -> Xml.parse(text))
                .isInstanceOf(MalformedXml.class)
                .hasMessageStartingWith("a document type declaration is not accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\uFEFF",
                "a",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a x=1/>",
                "<a>&undeclared;</a>",
                "<a>&#0;</a>",
                "<n:a/>",
                "{}",
                "<?xml version='1.1'?><a/>",
                "<a x='1' x='2'/>",
                "<a>]]></a>"
            })
    void what_is_not_well_formed_is_refused(String text) {
        assertThatThrownBy(() -> Xml.parse(text)).isInstanceOf(MalformedXml.class);
    }

    @Test
    void a_complaint_names_the_place_and_not_the_content() {
        assertThatThrownBy(() -> Xml.parse("<a>\n<hunter2></secret></a>"))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("secret");
    }

    @Test
    @Conforms({"03R#1", "OPS-110"})
    void depth_is_limited() throws MalformedXml {
        String deepest = "<a>".repeat(Xml.MAX_DEPTH) + "</a>".repeat(Xml.MAX_DEPTH);

        assertThat(Xml.parse(deepest).name()).isEqualTo("a");
        assertThatThrownBy(() -> Xml.parse("<a>" + deepest + "</a>")).hasMessageStartingWith("nesting deeper than 64");
    }

    @Test
    void the_number_of_nodes_is_limited() {
        assertThatThrownBy(() -> Xml.parse("<a>" + "<b x=''/>".repeat(Xml.MAX_NODES / 2) + "</a>"))
                .hasMessageStartingWith("more than 100000 elements and attributes");
    }

    @Test
    @Conforms({"03R#1", "OPS-110"})
    void the_size_is_limited() {
        String padding = " ".repeat(Xml.MAX_LENGTH);

        assertThatThrownBy(() -> Xml.parse("<a/>" + padding)).hasMessageStartingWith("longer than");
    }
}
