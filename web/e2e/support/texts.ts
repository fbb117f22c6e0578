/** A fictional résumé and a posting for it. */
export const RESUME = `Marged Ellis
Registered Nurse
marged.ellis@example.org | 01632 960114 | Swansea

Summary
Registered nurse with nine years on acute and medical wards.

Experience

Staff Nurse, Afon General Hospital, Swansea
Mar 2019 - Present
- Responsible for managing a ward of 24 beds and a team of six nurses on night shifts.
- Triaged up to 40 patients per shift in the admissions unit.
- Administered medication and documented it in the electronic health record.
- Worked with physiotherapists and social workers on discharge planning.

Staff Nurse, Gower Medical Centre, Swansea
Sep 2014 - Feb 2019
- Duties included dressing wounds and taking blood samples.
- Took part in the infection control group.

Education
BSc Adult Nursing, University of South Wales, 2014

Skills
Triage, wound care, patient education, infection control

Certifications
Nursing and Midwifery Council registration
`;

export const POSTING = `Ward Nurse, Tawe Community Hospital

About us
Tawe Community Hospital looks after people of all ages.

What you will do
- Administer medication and keep records in the electronic health record (EHR).
- Plan discharges together with social workers.
- Supervise junior nurses on night shifts.

Requirements
- Must be a registered nurse.
- At least 3 years of experience on an acute ward.
- Experience with triage and wound care is required.
- Advanced life support (ALS) is essential.

Preferred
- Experience with infection control.
- Welsh would be an advantage.
`;
