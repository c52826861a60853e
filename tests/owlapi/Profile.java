// Says whether an ontology is in OWL 2 DL, and what breaks it: java -cp "/usr/share/java/*" Profile.java FILE
import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

public class Profile {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        System.out.println("axioms " + ontology.getAxiomCount());
        for (OWLProfileViolation violation : report.getViolations()) System.out.println("violation " + violation);
        System.out.println("in profile " + report.isInProfile());
    }
}
