# ruff: noqa: RUF001 - other scripts are what this file is about
"""Résumés of nobody, in languages that nobody here rewords."""

from typing import Final

RESUMES: Final[dict[str, str]] = {
    "de": """\
Jürgen Beispiel
juergen.beispiel@example.de | 0151 5550123 | Köln

Berufserfahrung
Lagerleiter, Musterhandel GmbH, Köln
03/2018 – heute
• Verantwortlich für die Planung von 35 Touren und die Führung von acht Mitarbeitern
• Einführung eines Lagersystems mit SQL und JS , das die Fehler um 20 % senkte
• Verantwortlich für die Planung von 35 Touren und die Führung von acht Mitarbeitern

Ausbildung
Kaufmann für Spedition, Berufskolleg Köln
2012 – 2015

Kenntnisse
SQL, Excel, Gabelstapler
""",
    "fr": """\
Hélène Exemple
helene.exemple@example.fr | 06 55 50 12 34 | Nantes

Expérience professionnelle
Responsable d'entrepôt, Logistique Modèle, Nantes
Janvier 2017 - Présent
• Responsable de la gestion des stocks pour 12 magasins et de la formation des équipes ;
• Mise en place d'un outil en SQL et JS pour le suivi des livraisons : retards réduits de 15 %
• Négociation avec les transporteurs et les fournisseurs de la région

Formation
Licence de gestion, Université de la Côte
2010 - 2013

Compétences
SQL, Excel, anglais courant
""",
    "es": """\
Begoña Ejemplo Núñez
begona@example.es | 655 501 234 | Zaragoza

Experiencia
Jefa de almacén, Distribuciones Modelo, Zaragoza
Marzo 2016 - Actualidad
• Responsable de la planificación de los turnos y de la seguridad en el almacén con 20 personas
• Desarrollé un panel en SQL y JS para las entregas, con un 18 % menos de errores
• Encargada de la formación del personal nuevo y de las auditorías

Educación
Grado en Administración, Universidad del Ebro
2008 - 2012

Habilidades
SQL, Excel, inglés
""",
    "pl": """\
Łukasz Przykład
lukasz@example.pl | 555 012 345 | Gdańsk

Doświadczenie
Kierownik magazynu, Wzorcowa Logistyka, Gdańsk
05.2015 - obecnie
• Odpowiedzialny za planowanie dostaw oraz za szkolenie pracowników w magazynie i na placu
• Wdrożenie systemu w SQL i JS dla 12 oddziałów, co zmniejszyło liczbę błędów o 20 %
• Współpraca z przewoźnikami przy organizacji transportu do Niemiec

Wykształcenie
Logistyka, Politechnika Przykładowa
2009 - 2013

Umiejętności
SQL, Excel, język angielski
""",
    "zh": """\
王小明
wang@example.cn | 138 0000 1234 | 杭州

工作经历
仓库主管，示例物流有限公司，杭州
2018年3月 - 至今
• 负责仓库的日常管理，带领八名员工，使用 SQL 和 JS 开发报表
• 引入新的仓储系统，错误率下降２０％；库存准确率达到 99%
• 培训新员工，制定安全规范

教育背景
物流管理，示例大学
2010 - 2014

技能
SQL, Excel, 英语
""",
    "ar": """\
ليلى نموذج
layla@example.ae | 050 555 0123 | دبي

الخبرة العملية
مديرة مستودع، شركة المثال للخدمات، دبي
2017 - حتى الآن
• مسؤولة عن تخطيط الورديات وتدريب ثمانية موظفين في المستودع
• طورت تقارير باستخدام SQL و JS وانخفضت الأخطاء بنسبة 20%
• التفاوض مع شركات النقل في المنطقة

التعليم
إدارة الأعمال، جامعة المثال
2009 - 2013

المهارات
SQL, Excel, اللغة الإنجليزية
""",
}
"""By the code of their language. The first has a line twice, which an English one would lose."""

NAMES: Final = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pl": "Polish",
    "zh": "Chinese",
    "ar": "Arabic",
}
POSTING: Final = """\
Warehouse Manager

Requirements
- 5 years of experience
- JavaScript and SQL
- Excel
- Terraform is required
- planning of deliveries
"""
