"""Forms: the documents that schools hand to each other, filled in from the events of a deployment."""

from s2ss_core.projections.forms.catalogue import FORMS, form
from s2ss_core.projections.forms.form import Chosen, Form, FormField, FormSection

__all__ = ["FORMS", "Chosen", "Form", "FormField", "FormSection", "form"]
