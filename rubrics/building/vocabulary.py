r"""The words that labels are made of, Chinese and English, as regular expressions.

One line per family; a gap separates alternatives, `\s` stands for a space inside one.
"""

from __future__ import annotations

import re

from rubrics.words import either


def label(*families: str) -> re.Pattern[str]:
    """A pattern for a whole label that is one of the words."""
    return re.compile(f"^{either(' '.join(families))}$", re.IGNORECASE)


SKIP = label(
    r"背景 (?:问题|研究)背景 背景(?:问题|介绍|与问题) 前言 引言 导言 开场 致谢 目录 链接 来源",
    r"致读者 未来展望",
    r"参考(?:链接|资料|文献|阅读)? (?:延伸|扩展|拓展|相关)阅读 代码(?:示例|实现)? 示例代码",
    r"完整代码",
    r"(?:面试官?)?(?:可能)?(?:会)?追问.* 常见追问.* 高分回答.* 总结与面试建议",
    r"面试(?:回答|高分|加分|技巧|建议|话术|总结话术|怎么|提示|注意|总结建议).*",
    r".*(?:回答逻辑|回答思路|话术|加分[项点]|答题思路|作答|回答(?:模板|示例)|总结建议|小贴士).*",
    r"tips? background references? see\salso further\sreading follow-?ups?.* interview(?:er)?\b.*",
    r"sample\scode code",
)
"""What stands below these is no part of a right answer."""

SUMMARY = label(
    r"(?:一句话|简要|最后|核心|面试核心|面试)?(?:总结|小结|概括|结论)(?:一下|如下|金句)? 要点总结",
    r"一句话(?:总结|概括|回答|答案)? 简单来说 核心(?:总结|结论|回答|答案)? 结论 答案 简答",
    r"tl;?dr summary in\sshort in\ssummary conclusion (?:key\s)?takeaway short\sanswer",
    r"one\ssentence",
)
"""What follows says the answer in short."""

_OF_ANY_KIND = either(
    r"""思想 思路 做法 方法 办法 手段 方案 步骤 流程 过程 内容 要点 技术 区别 差异 差异点 不同
    不同点 特点 特性 点 概念 结构 原理 机制 公式 形式 策略 环节 细节 说明 解释 (?:直观的?)?理解
    改进 优化 创新 创新点 能力 解法 解决(?:方案|办法|方法|思路|对策) 应用 模型 维度
    指标 层面 类型 分类 变化 (?:技术)?突破 影响"""
)
NEUTRAL = label(
    rf"其?(?:核心|主要|关键|基本|具体|常见|常用|一般|其他|其它|更多|更)?{_OF_ANY_KIND}(?:如下)?",
    r".{0,4}(?:实践|要点|建议|注意事项|总结)",
    r"(?:原因|情况|对比|结果|背后的机制|机制|原理)(?:解析|分析|详解)",
    r"公式上 其中 即 记 注 设 所以 因此 因为 也就是说 此外 另外 概述 简介 介绍 定义 含义 本质",
    r"本质上 补充 补充说明",
    r"注意 注意点 备注 提示 技巧 实现 计算流程 工作流程 数学(?:公式|形式|表达)",
    r"其?数学表达(?:如下)? 直观来说",
    r"举例 例子 例如 例 比如 示例 类比 比喻 共同点 对比 核心(?:创新)?对比(?:总结)? 回答 答 分析",
    r"优化手段 整体",
    r"对应 具体来说 为什么这样做 怎么理解 更?直观的?理解 关键 重点 推导 主要差异点 计算公式",
    r"(?:定义|公式)如下",
    r"overview definition (?:the\s)?idea details? notes? caveats? overall(?:\sshape)? steps?",
    r"intuition",
    r"key\s(?:idea|points?|features) example e\.g in\spractice goal (?:the\s)?problem",
    r"how\sit\sworks",
    r"mechanism formula",
)
"""These say nothing about the claims below them."""

EXAMPLE = label(r"举例 例子 例如 例 比如 示例 类比 比喻 举个例子 实例 example e\.g for\sexample")

MINOR = re.compile(
    r"补充|细节|备注|说明|拓展|延伸|进阶|^其[他它]$|caveat|beyond|note|detail|in practice",
    re.IGNORECASE,
)
"""Supplements: below such a label a claim weighs less."""

ROLE = label(
    r"(?:主要|核心|潜在|典型|显著|突出|整体架构?)?(?:优点|缺点|优势|劣势|不足|局限性?|限制|危害|影响|作用|价值|目的|目标|意义)",
    r"优缺点 不足之处 (?:主要)?原因 动机 代价 成本 瓶颈 条件 前提 输入 输出 效果 效果与优势",
    r"性能 性能评估 后果 收益",
    r"好处 触发条件 (?:参数|模型|训练)?规模 训练(?:数据|数据量|目标|策略|流程|范式) 上下文长度",
    r"(?:应用|适用)?场景 适用任务 适用 用途 任务 难点 挑战 风险 (?:存在)?问题 架构",
    r"架构(?:升级|突破) 模型(?:架构|定位)",
    r"能力 能力提升 特点 特性 特色 特色能力 做法 方法 原理 机制 公式 定义 结构 流程",
    r"(?:时间|空间)?复杂度",
    r"计算量 参数量 显存 通信量 对齐 多语言 开源情况 关键技术",
    r"核心(?:特点|方法|技术|架构|创新|思想) 预期效果",
    r"早期 现状 过去 现在 以前 目前 之前 之后 训练[期时] 推理[期时] 后处理 识别 处理(?:策略)?",
    r"技巧 缓解",
    r"解决(?:方案|办法)? 关键特性 改进点 改进 改进方案 本质 区别 版本 数据 数据处理 指标 方案",
    r"思想 步骤 权衡 取舍",
    r"pros? cons? advantages? disadvantages? benefits? drawbacks? limitations? trade-?offs? costs?",
    r"purpose why effects? use\scases? when\sto\suse strengths? weaknesses?",
)
"""Sides of a thing: the claims below need the thing itself as their subject."""

ASPECT = re.compile(
    either(
        r"""策略 数据 长度 规模 方式 机制 能力 架构 任务 目标 流程 效率 编码 函数 算法 技术 框架
        方法 质量 成本 结构 类型 范围 速度 性能 精度 效果 标准 特点 位置 公式 原因 矩阵 权重 阶段
        设计 初始化 量 率 度 数"""
    )
    + "$"
)
"""Endings of labels that read as a side of something: X 的{label}."""

ANNOUNCES = re.compile(
    r"以下|如下|下面|[这那]几[个种点]|[三两几四五]个"
    + either("核心 主要 关键 方面 部分 结合点 问题 原因 步骤 维度 阶段")
)
"""A label that only announces a list."""

ASKS = re.compile(
    r"[?？]$|为什么|为何|如何|怎么|怎样|什么|哪些|哪个|^(?:why|how|what|when|which)\b",
    re.IGNORECASE,
)

STATEMENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        (r"^为(?:什么|何|啥)(?:不|没有?)(?P<x>.+?)[？?]?$", r"不\g<x>的原因"),
        (
            r"^为(?:什么|何|啥)(?:恰好|正好|都|大多)?(?:是|选择?|用)(?P<x>.+?)[？?]?$",
            r"选\g<x>的原因",
        ),
        (r"^为(?:什么|何|啥)(?:要|会|需要|能够?|可以|说)?(?P<x>.+?)[？?]?$", r"\g<x>的原因"),
        (r"^(?P<x>.+?)(?:为什么|为何)(?:要|会|能)?(?P<y>.+?)[？?]?$", r"\g<x>\g<y>的原因"),
        (r"^(?:如何|怎么|怎样)(?P<x>.+?)[？?]?$", r"\g<x>"),
        (r"^什么是(?P<x>.+?)[？?]?$", r"\g<x>"),
        (
            r"^(?P<x>.+?)"
            r"(?:是什么(?:意思)?|有哪些|在哪里?|从哪里?来|是怎么来的|怎么做|呢|吗)[？?]?$",
            r"\g<x>",
        ),
        (r"^what (?:is|are)\s+(?P<x>.+?)[?]?$", r"\g<x>"),
    )
)  # fmt: skip
"""Questions as labels, and what they are as statements."""
