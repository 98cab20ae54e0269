"""Names of companies as interview notes write them; only names, no claim about any of them."""

from __future__ import annotations

import re

_NAMES = """
字节跳动 字节 抖音 TikTok 阿里巴巴 阿里云 阿里国际 阿里妈妈 阿里 淘天 淘宝 天猫 蚂蚁集团
蚂蚁金服 蚂蚁 菜鸟 高德 钉钉 饿了么 夸克 达摩院 腾讯 微信 百度 文心 美团 京东 拼多多 快手
小红书 哔哩哔哩 bilibili B站 滴滴 网易 网易有道 网易游戏 有道 搜狐 新浪 微博 知乎 携程
去哪儿 同程 贝壳 58同城 58 360 奇虎360 小米 华为 荣耀 OPPO vivo 联想 中兴 海康威视 海康 大华
科大讯飞 讯飞 商汤 旷视 依图 云从 寒武纪 地平线 蔚来 理想 理想汽车 小鹏 小鹏汽车 比亚迪 吉利
特斯拉 Tesla 小马智行 文远知行 Momenta 大疆 DJI 米哈游 莉莉丝 沐瞳 叠纸 完美世界 三七互娱
途游 途游游戏 西山居 金山 金山办公 WPS 用友 金蝶 深信服 奇安信 浪潮 新华三 同花顺 东方财富
中信证券 招商银行 平安 平安科技 中国银行 工商银行 建设银行 微众银行 度小满 陆金所 众安
中国移动 中国电信 中国联通 中国平安 作业帮 猿辅导 好未来 学而思 新东方 得物 唯品会 虾皮
Shopee Lazada Grab 顺丰 满帮 货拉拉 月之暗面 Moonshot Kimi 智谱 智谱AI 智谱华章 MiniMax 稀宇
百川智能 百川 零一万物 阶跃星辰 DeepSeek 深度求索 幻方 面壁智能 昆仑万维 出门问问 第四范式
思必驰 云知声 英伟达 Google 谷歌 Meta Facebook Amazon 亚马逊 AWS Apple 苹果 Microsoft 微软
Netflix OpenAI Anthropic NVIDIA Nvidia AMD Intel 英特尔 IBM Oracle Adobe Uber Lyft Airbnb
LinkedIn 领英 Twitter ByteDance Alibaba Tencent Baidu Meituan JD Huawei Xiaomi Salesforce
SAP Samsung 三星 Stripe Databricks Snowflake Palantir Bloomberg 彭博 Goldman高盛 高盛
Citadel JPMorgan Spotify Snap Pinterest Dropbox Cohere Mistral xAI DeepMind HuggingFace
Scale Shein 希音 SHEIN 传音 蔚蓝 淘特 盒马 飞猪 优酷 爱奇艺 芒果TV 喜马拉雅 番茄小说
火山引擎 懂车帝 剪映 飞书 腾讯云 腾讯音乐 虎牙 斗鱼 YY 欢聚 贝壳找房 自如 瓜子 汽车之家
马蜂窝 中科院 鹏城实验室 之江实验室 上海AI Lab 上海人工智能实验室 智源 微策略 Shopify Zoom
Coinbase PayPal Visa
"""
_KNOWN = {name.casefold() for name in _NAMES.split()}
_TAIL = re.compile(r"(?:集团|公司|科技|中国|游戏|汽车|topseed)$", re.IGNORECASE)


def is_company(name: str) -> bool:
    """Whether the whole of `name` is a company that we know by name."""
    bare = name.strip().casefold()
    return bare in _KNOWN or _TAIL.sub("", bare) in _KNOWN


def company_prefix(text: str) -> str:
    """Find the company that a text such as `字节跳动大模型一面` starts with; "" if none."""
    longest = min(len(text), 12)
    for length in range(longest, 1, -1):
        head, rest = text[:length], text[length:]
        ends_word = not (head[-1].isascii() and rest[:1].isascii() and rest[:1].isalnum())
        if head.strip() == head and ends_word and head.casefold() in _KNOWN:
            return head
    return ""
