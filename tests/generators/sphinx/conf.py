project = "The town"
language = "en"
extensions = ["brochure.generators.sphinx_extension"]
html_baseurl = "https://exemple.org/town/"
