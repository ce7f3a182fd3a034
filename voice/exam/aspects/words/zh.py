"""How parts of a task sound in Chinese; written as the package says."""

from __future__ import annotations

from collections.abc import Mapping

from voice.exam.model.bank import Aspect

SIGNALS: Mapping[Aspect, str] = {
    "reason": r"因为|所以|由于|为了|原因|这样|否则",
    "example": r"比如|例如|有一次|举个例子|像",
    "opinion": r"我觉得|我认为|我想|我同意|看情况|应该|更好|我更",
    "compares": r"比|以前|现在|小时候|而|不同|一样",
    "other_side": r"但是|不过|可是|然而|虽然|问题|缺点|困难|太",
    "condition": r"如果|要是|只有|只要|除非|看",
    "result": r"结果|所以|于是|最后|后来|就会|变得",
    "experience": r"了|过|当时|有一天|突然|以前",
    "habit": r"常常|经常|每天|总是|有时候|一般|平时",
    "plan": r"打算|想要|计划|将来|会|准备",
    "imagines": r"如果|可能|也许|要是|应该|大概",
    "advises": r"应该|可以|最好|必须|建议|需要",
    "defines": r"意思是|就是|指|定义|叫做",
    "method": r"先|然后|通过|用|方法|每天",
    "evidence": r"数据|结果|研究|调查|表明|显示|根据",
    "describes": r"有|是|很|像|周围",
    "where": r"在|旁边|附近|里|上面|下面",
    "when": r"每|小时|分钟|年|月|天|时候|从",
    "names": r"是|叫|我的|有",
}

WORDS: Mapping[str, str] = {
    "evasions": r"不知道|不清楚|没想过|很难说|想不出来|好问题",
    "asks": r"请再说|什么意思|您是说",
    "stances": r"我觉得|我认为|我喜欢|我更|是的|不|看情况",
    "self": r"我",
    "vague": "",
}
