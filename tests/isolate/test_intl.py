"""pinyin's words are Node's, whatever the sentence; the cases of Intl are in the corpus."""

import random

import pytest
from test_timezone import differences, in_node


@pytest.mark.slow
def test_pinyin_of_random_sentences_is_as_in_node(server, tmp_path):
    # Characters with several readings, mixed with common ones, so that the words decide.
    several = "长行重乐都朝还得地了着为好大发干种中应相强调传处差当倒分更喝间将教角结解觉卷空累率没模难宁漂曲散丧扫舍省似宿提挑兴血要载正只转"
    common = "的一是不我人在他有这个上们来到时说生国年那和子要出也你对会学可以自天里去能过小么心多经么之家成方用作同事力现面定想开"
    chance = random.Random(4)
    sentences = [
        "".join(chance.choice(several + common) for _ in range(chance.randrange(2, 16))) for _ in range(2000)
    ]
    script = tmp_path / "sentences.js"
    script.write_text(
        "const { pinyin } = require('pinyin'); const out = {};"
        f"for (const text of '{' '.join(sentences)}'.split(' '))"
        " out[text] = pinyin(text, { segment: true, group: text.length % 2 === 0 }).join(' ');"
        "return out;"
    )
    ours = server.result(script.read_text())
    assert len(ours) > 1900
    assert differences(ours, in_node(script, "UTC")) == {}


def test_words_decide_how_a_character_is_read(server):
    code = "return input.map((text) => require('pinyin').pinyin(text, { segment: true }).join(' '))"
    words = ["长沙", "银行", "重庆", "音乐", "长大", "行走", "都市", "朝阳"]
    assert server.result(code, words) == [
        "cháng shā", "yín háng", "chóng qìng", "yīn yuè", "zhǎng dà", "xíng zǒu", "dū shì", "zhāo yáng",
    ]  # fmt: skip


def test_script_that_uses_no_locale_asks_icu_nothing_and_one_that_tampers_breaks_only_itself(server):
    tampered = """
    const out = [];
    Map.prototype.get = () => 5; Array.prototype.includes = () => false; Object.fromEntries = null;
    for (const call of [() => (1234.5).toLocaleString(), () => new Date(0).toLocaleDateString('de'), () => 'a'.localeCompare('b'),
                        () => new Intl.NumberFormat('fr').format(1)]) {
      try { out.push(typeof call()); } catch (error) { out.push(error instanceof Error); }
    }
    return out.length;
    """
    assert server.result(tampered) == 4
    assert server.result("return (1234.5).toLocaleString()") == "1,234.5"


def test_long_text_is_cut_and_ordered_within_the_limits_of_a_run(server):
    code = """
    const text = '我喜欢朝阳区的朝阳。'.repeat(2000);
    const pieces = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)];
    const words = Array.from({ length: 3000 }, (_, i) => `名字 ${(i * 7919) % 3000}`);
    words.sort((a, b) => a.localeCompare(b, 'zh-CN', { numeric: true }));
    return [pieces.length, pieces.map(({ segment }) => segment).join('') === text, words[1], words[2999]];
    """
    assert server.result(code) == [14000, True, "名字 1", "名字 2999"]
