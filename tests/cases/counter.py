"""A second rulebook for the small company: its desk may solve a matter on the spot, and wants to hear an apology first."""

from shouwen.base.clock import now
from shouwen.runtime import rulebooks

COUNTER = """
rulebook: COUNTER
title: 窗口制度
edition: {id: "1", in_force: 2026-01-01}
parties: {customer: 客户}
---
clauses:
- {id: COUNTER-1, title: 受理}
- {id: COUNTER-1.1, title: 先致歉}
- {id: COUNTER-2, title: 实名}
---
- {post: agent, title: 客服专员, count: 2, superior: leader, cites: [COUNTER-1]}
- {post: leader, title: 客服主管, count: 1, cites: [COUNTER-1]}
- {fact: weight, title: 严重度, about: case, scale: [light, heavy], titles: {light: 一般, heavy: 严重}, cites: [COUNTER-1]}
- {fact: area, title: 类别, about: case, one_of: [hollow, lawn, bill], titles: {hollow: 空鼓, lawn: 草坪, bill: 账单},
   synonyms: {hollow: 瓷砖 起拱, lawn: 绿化}, cites: [COUNTER-1]}
- {reaction: weighed, upon: matter.opened, when: {matter_form.letter_no: {known: false}}, do: [{set: weight, value: light}], cites: [COUNTER-1]}
- {attributes: neighbour, title: 住户档案, of: customer, fields: {floor: {type: number, title: 楼层}, moved_in: {type: date, title: 入住日期},
    tie: {type: choice, title: 关系, choices: {owner: 业主, tenant: 租客}}}, cites: [COUNTER-1]}
- {attributes: house, title: 房屋, of: house, fields: {area: {type: number, title: 面积}}, cites: [COUNTER-1]}
- paper: matter_form
  title: 来访登记
  cites: [COUNTER-1]
  fields:
    channel: {type: choice, title: 渠道, required: true, choices: {phone: 电话, letter: 信函}}
    customer: {type: customer, title: 客户}
    name: {type: text, title: 姓名}
    phone: {type: phone, title: 电话}
    address: {type: address, title: 地址}
    letter_no: {type: text, title: 来函编号, shown: {matter_form.channel: letter}, required_when: {matter_form.channel: letter}}
    matter: {type: long_text, title: 反映的事, required: true}
- paper: heard
  title: 倾听记录
  cites: [COUNTER-1.1]
  fields:
    area: {type: choice, title: 类别, required: true, fact: area}
    sorry: {type: yes_no, title: 已致歉, required: true}
    said: {type: long_text, title: 客户原话, required: true, prefill: matter_form.matter}
    heard_at: {type: datetime, title: 反映时间, required: true, prefill: case.opened_at}
- {paper: solution, title: 解决记录, cites: [COUNTER-1], fields: {how: {type: long_text, title: 怎么解决的, required: true}}}
- procedure: matter
  title: 窗口事项
  number: CK{yyyymmdd}-{n:4}
  intake: matter_form
  synonyms: 上门 反映
  opens: {by: agent, via: [phone, letter]}
  cites: [COUNTER-1]
  roles: {owner: {title: 经办, set: opener, fixed: true}}
  due:
    answer: {title: 一日内答复, from: case.opened, within: 1d, until: solve.solved, on_miss: [{notify: [leader]}], cites: [COUNTER-1]}
    call: {title: 十分钟内回拨, from: case.opened, within: 10min, until: solve.solved, while: {matter_form.channel: phone}, on_miss: [{notify: [leader]}], cites: [COUNTER-1]}
  steps:
    hear:
      title: 倾听
      by: {role: owner}
      fill: [heard]
      needs: {heard.sorry: true}
      out: {solvable: {then: solve, title: 能当场解决}, passed: {then: check, title: 转主管}}
      cites: [COUNTER-1.1]
    solve:
      title: 当场解决
      by: {role: owner}
      fill: [solution]
      out: {solved: {then: end, title: 已解决}, not_solved: {then: check, title: 解决不了, reason: true}}
      cites: [COUNTER-1]
    check: {title: 主管处理, by: leader, out: {done: {then: end, title: 办妥}}, cites: [COUNTER-1]}
- procedure: tip
  title: 举报
  number: JB{yyyymmdd}-{n:4}
  intake: tip_form
  opens: {by: agent, via: [phone, letter]}
  cites: [COUNTER-2]
  steps: {look: {title: 核实, by: leader, act: accept, out: {done: {then: end, title: 办妥}}, cites: [COUNTER-2]}}
- {paper: tip_form, title: 举报登记, cites: [COUNTER-2], fields: {name: {type: text, title: 举报人}, what: {type: long_text, title: 举报内容, required: true}}}
- gate: real_name
  title: 实名制
  act: accept
  when: {case.type: tip}
  needs: {tip_form.name: {known: true}}
  say: 匿名举报不予受理
  cites: [COUNTER-2]
"""


def open_counter() -> None:
    """Takes the rulebook into use for everybody."""
    rulebooks.install_texts(files={"counter.yaml": COUNTER}, units=(), by=None, at=now())
